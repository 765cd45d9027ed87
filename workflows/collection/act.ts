import { sleep } from '@temporalio/workflow';
import type { MarkPaidResult, RecordPaymentResult, RefundResult } from '../../contracts/activities.js';
import type { BillingInvoice } from '../../contracts/billing.js';
import type { PaymentFact } from '../../contracts/facts.js';
import type { Money } from '../../contracts/money.js';
import { collectability, targetOf } from '../../domain/collectable.js';
import { HOUR, MINUTE } from '../../domain/clock.js';
import { disputableIn } from '../../domain/disputes.js';
import { LATE_AND_GOES_BACK } from '../../domain/decide-late-authorization.js';
import { REFUND_TRIES, retryWhenShort } from '../../domain/merchant-refunds.js';
import { formatMoney } from '../../domain/money.js';
import type { Collection } from './collection.js';
import { takeDisputes } from './disputes.js';
import { heldFor, textOf } from './failures.js';
import { isStale, validity } from './verdict-age.js';
import { showActing } from './visibility.js';

/** What a step leaves to do: wait for the next look, or decide anew because something is known now. */
export type Next = 'wait' | 'decide';
type RefusedRefund = Extract<RefundResult, { kind: 'refused' }>;

/** Captures one payment. What became of it, the next look tells. */
export async function capture(
  collection: Collection,
  { payment, reason }: { readonly payment: PaymentFact; readonly reason: string },
): Promise<Next> {
  const { connection, invoiceId } = collection;
  showActing(collection, 'authorized', `capture_of_${payment.paymentId}`);
  const { paymentId, orderId } = payment;
  const amount = moneyOf(collection, payment.amount);
  const result = await attempt(collection, () =>
    collection.activities.razorpay.capturePayment.executeWithOptions(
      { summary: `capture ${paymentId}, ${formatMoney(amount)}: ${reason}` },
      [{ connection, invoiceId, paymentId, orderId, amount, ...validity(collection) }],
    ),
  );
  if (!result || isStale(collection, result)) return 'wait';
  if (result.kind === 'refused') captureRefused(collection, result.refusal.description, reason);
  else collection.lookNow();
  return 'wait';
}

/** What would only have gone back anyway, Razorpay gives back by itself. */
function captureRefused(collection: Collection, description: string, reason: string): void {
  if (reason !== LATE_AND_GOES_BACK) return collection.hold('capture_refused', description);
  return collection.waitFor('closing', 'razorpay_returns_a_late_authorization', collection.now() + HOUR);
}

/** Sends a surplus back, once: the key is the same for every try of it. */
export async function refund(
  collection: Collection,
  {
    payment,
    amount,
    reason,
  }: { readonly payment: PaymentFact; readonly amount: number; readonly reason: string },
): Promise<Next> {
  const { connection, invoiceId, data } = collection;
  const { paymentId } = payment;
  if (waitsForPerson(collection, paymentId)) return 'wait';
  showActing(collection, 'refunding', `refund_of_${paymentId}`);
  const money = moneyOf(collection, amount);
  const result = await attempt(collection, () =>
    collection.activities.razorpay.refundPayment.executeWithOptions(
      { summary: `refund ${formatMoney(money)} of ${paymentId}: ${reason}` },
      [
        {
          ...{ connection, invoiceId, paymentId, amount: money, cause: reason },
          ...{ disputable: disputableIn(data.facts), refundedBefore: payment.refunded },
          ...validity(collection),
          ...{ try: data.refundTries[paymentId] ?? 0, speed: data.policy?.refundSpeed ?? 'normal' },
        },
      ],
    ),
  );
  if (!result) return 'wait';
  if (isStale(collection, result)) {
    collection.refundsToList = [paymentId];
    if (result.mayHaveWritten) await waitForLostRefund(collection, paymentId);
    return 'wait';
  }
  if (result.kind === 'disputed') {
    takeDisputes(collection, result.disputes);
    return 'decide';
  }
  if (result.kind === 'refused') refundRefused(collection, result);
  else if (result.status === 'failed') tryRefundLater(collection, paymentId);
  else collection.lookNow();
  if (result.kind === 'refunded') data.refundShortSince = undefined;
  return 'wait';
}

/**
 * A refund whose answer was lost may still be on its way, and what is decided after another's refund has another key: not
 * before the lost one has shown itself, or never will.
 */
async function waitForLostRefund(collection: Collection, paymentId: string): Promise<void> {
  const patience = (collection.data.policy?.unknownAfterMinutes ?? 0) * MINUTE;
  await sleep(collection.realDelay(collection.now() + patience), {
    summary: `a refund of ${paymentId} may be on its way`,
  });
}

/** What the balance does not cover today it may cover later; anything else is for a person. */
function refundRefused(collection: Collection, result: RefusedRefund): void {
  const { data } = collection;
  const { since, retryAt } = waitForBalance(collection, result, data.refundShortSince);
  if (retryAt === undefined) return collection.hold('refund_refused', result.refusal.description);
  data.refundShortSince = since;
  return collection.waitFor('refunding', 'balance_for_a_refund', retryAt);
}

/**
 * When a refused refund is tried again; no time when a person has to be asked.
 * @param shortSince when the balance was too low for it for the first time, if it was before
 */
export function waitForBalance(
  collection: Collection,
  { balanceTooLow }: RefusedRefund,
  shortSince: number | undefined,
): { readonly since: number; readonly retryAt: number | undefined } {
  const { policy } = collection.data;
  const since = shortSince ?? collection.now();
  const retryAt = balanceTooLow && policy ? retryWhenShort(policy, since, collection.now()) : undefined;
  return { since, retryAt };
}

/** A refund that Razorpay lists as failed is tried again under a new key, not at once and not for ever. */
function tryRefundLater(collection: Collection, paymentId: string): void {
  const { data } = collection;
  const tries = (data.refundTries[paymentId] ?? 0) + 1;
  data.refundTries = { ...data.refundTries, [paymentId]: tries };
  if (tries >= REFUND_TRIES) holdFailed(collection, paymentId);
  else collection.waitFor('refunding', 'refund_failed', collection.now() + HOUR);
}

/** After too many that failed a further one goes out once a day, or when a person asks for it: news of others is no reason. */
function waitsForPerson(collection: Collection, paymentId: string): boolean {
  const failed = collection.data.refundTries[paymentId] ?? 0;
  if (failed < REFUND_TRIES || !collection.isOnlyTold) return false;
  const daily = collection.data.nextLook;
  holdFailed(collection, paymentId);
  // News that comes every few hours does not put it off.
  collection.data.nextLook = Math.min(collection.data.nextLook, Math.max(daily, collection.now()));
  return true;
}

function holdFailed(collection: Collection, paymentId: string): void {
  const failed = collection.data.refundTries[paymentId] ?? 0;
  collection.hold('refund_refused', `${paymentId}: ${failed} refunds failed`);
}

/** A write-back that changed nothing: the invoice is collected for what it says now, or a person decides. */
export function notWritten(
  collection: Collection,
  result: Exclude<
    MarkPaidResult | RecordPaymentResult,
    { kind: 'marked' | 'was_paid' | 'recorded' | 'missing' | 'stale' }
  >,
): Next {
  if (result.kind !== 'changed') {
    collection.hold(
      result.kind === 'refused' ? 'write_back_refused' : 'write_back_unverified',
      result.detail,
    );
    return 'wait';
  }
  const { data } = collection;
  data.invoice = result.invoice;
  // A record was only searched for: what is too much is known now, and what was due is settled.
  if (data.writtenBack) return 'decide';
  const { amounts } = result.invoice;
  if (amounts.kind === 'exact') data.target = targetOf(amounts, data.recordedByUs);
  const verdict = collectability(result.invoice, data.recordedByUs);
  if (verdict.kind === 'collect' || result.invoice.status === 'VOID') return 'decide';
  if (result.invoice.status === 'PAID') {
    collection.hold('paid_elsewhere', 'Money is captured, and Togai says PAID without any record of it');
    return 'wait';
  }
  const detail = verdict.kind === 'hold' ? verdict.detail : verdict.reason;
  collection.hold('invoice_changed', `Money is captured, and Togai now says: ${detail}`);
  return 'wait';
}

export function invoiceOf({ data }: Collection): BillingInvoice {
  if (!data.invoice) throw new Error('Nothing is written back before the invoice was read');
  return data.invoice;
}

/** What the invoice said when it was read last. */
export function expectedAmounts(collection: Collection): { total: Money; paid: Money } {
  const { amounts } = invoiceOf(collection);
  if (amounts.kind !== 'exact') throw new Error('An invoice without exact amounts is never collected');
  return { total: amounts.total, paid: amounts.paid };
}

export function moneyOf({ data }: Collection, amount: number): Money {
  if (!data.target) throw new Error('Money moves only for an invoice with a target');
  return { ...data.target, amount };
}

/** Runs one step; a refusal that no retry can mend holds the collection instead of failing it. */
export async function attempt<T>(collection: Collection, step: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await step();
    collection.lastLookWasLocal = false;
    return result;
  } catch (error) {
    collection.hold(heldFor(error), textOf(error));
    return undefined;
  }
}
