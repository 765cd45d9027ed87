import { ok } from 'node:assert/strict';
import { MINUTE, SECOND } from '../../../domain/clock.js';
import { LATE_AND_GOES_BACK } from '../../../domain/decide-late-authorization.js';
import { kept, keptOf } from '../../../domain/sums.js';
import type { Decision, Situation } from '../../../domain/situation.js';
import { opened } from '../situations.js';
import type { World } from './collection-model.js';

/** Judges each step against the world as it is; plain assertions, since there are a million of them. */
export function judge(decision: Decision, situation: Situation, minute: number, world: World): void {
  const { policy, closing, target } = situation;
  const now = opened + minute * MINUTE;
  const sum = kept(world.razorpay.facts(minute));
  switch (decision.kind) {
    case 'wait':
      ok(decision.until > now, 'waits for the future');
      break;
    case 'capture': {
      const { amount, status, createdAt, currency } = decision.payment;
      const { status: togai, amounts } = world.togai.invoice(minute);
      ok(status === 'authorized', 'captures only what is authorized');
      ok(currency === target.currency, 'captures only the invoice’s currency');
      ok(situation.invoiceIsFresh, 'captures on the word of a fresh invoice');
      ok(now < createdAt * SECOND + policy.manualExpiryMinutes * MINUTE, 'captures before the manual expiry');
      if (decision.reason === LATE_AND_GOES_BACK) {
        ok(policy.lateAuthorization === 'capture_and_refund', 'captures what goes back only by policy');
        const isGivenUp = policy.capturedWhileClosing === 'refund' && closing !== undefined;
        ok(
          situation.writtenBack || togai === 'VOID' || isGivenUp,
          'captures to send back only what is not due',
        );
        ok(!situation.writtenBack || sum >= target.amount, 'captures to send back only what would not stay');
        break;
      }
      ok(amounts.kind === 'exact', 'captures only an amount that is known');
      ok(sum + amount <= target.amount, 'never captures beyond the target');
      ok(/^(DUE|PARTIALLY_PAID)$/.test(togai), 'captures for an open invoice');
      ok(closing?.because !== 'cancelled', 'captures nothing of a cancelled collection');
      ok(!closing || policy.capturedWhileClosing !== 'refund', 'captures nothing that goes back as too late');
      break;
    }
    case 'mark_paid': {
      ok(policy.writeBack === 'mark_paid', 'one way of writing back per connection');
      ok(sum >= target.amount, 'marks paid only with money');
      const counted = situation.facts.orders.flatMap(({ payments }) => payments);
      const isForeign = counted.some(
        (payment) => keptOf(payment) > 0 && payment.currency !== target.currency,
      );
      ok(!isForeign, 'marks paid only with money of the same currency');
      break;
    }
    case 'record_payment':
      ok(policy.writeBack === 'record_payment', 'one way of writing back per connection');
      ok(!situation.recordedPaymentIds.includes(decision.payment.paymentId), 'records once');
      break;
    case 'refund':
      if (decision.reason.startsWith('voided')) {
        ok(policy.voided === 'refund', 'sends a voided invoice’s money back only by policy');
        ok(world.togai.invoice(minute).status === 'VOID', 'sends all back of a voided invoice only');
        ok(world.togai.recorded.size === 0 && !situation.writtenBack, 'Togai knows of none of it');
        ok(decision.amount > 0 && decision.amount <= sum, 'sends back what is there');
        break;
      }
      if (decision.reason.startsWith('closed')) {
        ok(policy.capturedWhileClosing === 'refund', 'sends back what came too late only by policy');
        ok(/^(cancelled|expired)$/.test(closing?.because ?? ''), 'only of a collection that was given up');
        ok(!situation.writtenBack, 'never what pays an invoice that says so');
        ok(!world.togai.recorded.has(decision.payment.paymentId), 'Togai knows nothing of it');
        break;
      }
      ok(policy.surplus === 'refund', 'sends back only by policy');
      ok(situation.writtenBack, 'sends nothing back before the write-back');
      ok(decision.amount > 0, 'sends something back');
      ok(sum - decision.amount >= target.amount, 'never sends back what is due');
      break;
    default:
  }
}
