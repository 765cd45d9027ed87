import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InvoiceStatus } from '../../contracts/billing.js';
import { defaultPolicy, type Policy } from '../../contracts/policy.js';
import { DAY, MINUTE, SECOND } from '../../domain/clock.js';
import type { Decision, Situation } from '../../domain/situation.js';
import { opened } from './situations.js';
import { collect } from './toy-collection.js';
import { ToyWorld, type PaymentPlan } from './toy-world.js';

const target = 1000;
const moment = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 50_000 }));
const maybe = (moments: fc.Arbitrary<number>) => fc.option(moments, { nil: undefined });
const delay = fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 7_100 }));

const payment = fc.record({ amount: fc.constantFrom(1000, 1000, 400, 600, 999), createdAt: moment });
const payments = fc.array(fc.tuple(payment, maybe(delay), maybe(delay)), { maxLength: 5 }).map((all) =>
  all.map(([{ amount, createdAt }, fails, authorized], index): PaymentPlan => {
    const authorizedAt = authorized === undefined ? undefined : createdAt + authorized;
    const failsAt = fails === undefined ? undefined : createdAt + fails;
    return { paymentId: `pay-${index}`, amount, createdAt, failsAt, authorizedAt };
  }),
);

const statuses: readonly InvoiceStatus[] = ['VOID', 'PAID', 'MERGED', 'UN_COLLECTIBLE'];
const history = fc.record({
  payments,
  hints: fc.array(moment, { maxLength: 30 }),
  twice: fc.boolean(),
  cancelAt: maybe(moment),
  togaiSays: fc.option(fc.record({ at: moment, status: fc.constantFrom(...statuses) }), { nil: undefined }),
  change: fc.record({
    capture: fc.constantFrom('automatic', 'manual'),
    writeBack: fc.constantFrom('mark_paid', 'record_payment'),
    surplus: fc.constantFrom('refund', 'hold'),
  }),
});

/** Judges each step; plain assertions, since there are a hundred thousand of them. */
function judge(world: ToyWorld, policy: Policy) {
  return (decision: Decision, situation: Situation, now: number): void => {
    const kept = world.kept(now);
    switch (decision.kind) {
      case 'wait':
        ok(decision.until > now, 'waits for the future');
        break;
      case 'capture': {
        const { amount, status, createdAt } = decision.payment;
        const expiry = createdAt * SECOND + policy.manualExpiryMinutes * MINUTE;
        ok(status === 'authorized', 'captures only what is authorized');
        ok(kept + amount <= target, 'never captures beyond the target');
        ok(situation.invoiceIsFresh, 'captures on the word of a fresh invoice');
        ok(/^(DUE|PARTIALLY_PAID)$/.test(world.invoice(now).status), 'captures for an open invoice');
        ok(situation.closing === undefined, 'captures nothing while closing');
        ok(now < expiry, 'captures before the manual expiry');
        break;
      }
      case 'mark_paid':
        ok(policy.writeBack === 'mark_paid', 'one way of writing back per connection');
        ok(kept >= target, 'marks paid only with money');
        break;
      case 'record_payment':
        ok(policy.writeBack === 'record_payment', 'one way of writing back per connection');
        ok(!situation.recordedPaymentIds.includes(decision.payment.paymentId), 'records once');
        break;
      case 'refund':
        ok(policy.surplus === 'refund', 'sends back only by policy');
        ok(situation.writtenBack, 'sends nothing back before the write-back');
        ok(decision.amount > 0, 'sends something back');
        ok(kept - decision.amount >= target, 'never sends back what is due');
        break;
      default:
    }
  };
}

test('in every history each step is safe, and the collection ends', () => {
  fc.assert(
    fc.property(history, ({ change, hints, twice, cancelAt, togaiSays, ...plan }) => {
      const policy: Policy = { ...defaultPolicy, ...change };
      const world = new ToyWorld({ target, capture: policy.capture, payments: plan.payments, togaiSays });
      const ending = collect(world, { policy, target, hints, twice, cancelAt }, judge(world, policy));

      const { decision, at, looks } = ending;
      expect(looks).toBeLessThanOrEqual(200 + hints.length);
      if (decision.kind !== 'finish') return;
      const kept = world.kept(at);
      expect(at).toBeLessThanOrEqual(opened + (30 + 36 + 1) * DAY);
      expect(kept, 'keeps at most the target').toBeLessThanOrEqual(target);
      if (decision.outcome === 'paid') {
        expect(kept).toBe(target);
        expect(world.invoice(at).status).toBe('PAID');
      } else if (decision.outcome === 'partially_paid') {
        expect(kept).toBeGreaterThan(0);
        expect(kept).toBeLessThan(target);
        expect(policy.writeBack).toBe('record_payment');
      } else expect(kept, 'no capture is lost').toBe(0);
    }),
    { numRuns: 500 },
  );
});
