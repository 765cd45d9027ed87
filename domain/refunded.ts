import type { PaymentFact, RazorpayFacts, RefundFact } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';
import type { RefundShare } from '../contracts/refund.js';
import { allPayments, kept } from './sums.js';

export interface MadeRefund {
  readonly payment: PaymentFact;
  readonly refund: RefundFact;
}

/** Every refund that Razorpay lists as made for the merchant under this id, failed ones too. */
export function madeFor(facts: RazorpayFacts, refundId: string): MadeRefund[] {
  return madeForMerchant(facts).filter(({ refund }) => refund.merchant?.refundId === refundId);
}

/** Every refund that Razorpay lists as made for the merchant. */
export function madeForMerchant(facts: RazorpayFacts): MadeRefund[] {
  return allPayments(facts).flatMap((payment) =>
    (payment.refunds ?? [])
      .filter(({ merchant }) => merchant !== undefined)
      .map((refund) => ({ payment, refund })),
  );
}

/** What is to stay for an invoice is asked of these. */
interface Due {
  readonly facts: RazorpayFacts;
  readonly target: Money;
}

/**
 * Subunits that are to stay for the invoice: what was due, less what the refunds for the merchant that did not fail take of
 * it. Razorpay's own refunds carry it, so that it outlives any run, also one that was terminated. Where they name different
 * sums that they take it of, since another amount was due by then, the largest counts, also of one that failed: money that
 * is sent back by mistake cannot be had again.
 */
export function goalOf({ facts, target }: Due): number {
  const live = sharesIn(facts, true);
  const whole = live.length > 0 ? Math.max(...sharesIn(facts).map((share) => share.of)) : target.amount;
  return Math.min(target.amount, whole - takenBy(live), ...keptBefore(facts));
}

/**
 * What a refund of so many subunits takes when it is sent now. Only what is made counts: another that is merely wanted may
 * be taken back, and must leave no trace in this one.
 */
export function shareOf(due: Due, amount: number): RefundShare {
  const [goal, sum] = [goalOf(due), kept(due.facts)];
  const surplus = Math.max(0, sum - goal);
  return {
    takes: Math.max(0, amount - surplus),
    of: Math.min(goal, sum) + takenBy(sharesIn(due.facts, true)),
  };
}

/** @param live leaves out what failed */
function sharesIn(facts: RazorpayFacts, live = false): RefundShare[] {
  return madeForMerchant(facts).flatMap(({ refund: { status, merchant } }) =>
    merchant && 'takes' in merchant && !(live && status === 'failed') ? merchant : [],
  );
}

/** What was to stay by refunds that an older version made. */
function keptBefore(facts: RazorpayFacts): number[] {
  return madeForMerchant(facts).flatMap(({ refund: { status, merchant } }) =>
    merchant && 'keep' in merchant && status !== 'failed' ? merchant.keep : [],
  );
}

function takenBy(shares: readonly RefundShare[]): number {
  return shares.reduce((sum, { takes }) => sum + takes, 0);
}

/** Subunits of a payment that the merchant gave back of what was to stay. One that an older version made says nothing else. */
export function takenOf({ refunds = [] }: PaymentFact): number {
  return refunds.reduce((sum, { amount, status, merchant }) => {
    if (!merchant || status === 'failed') return sum;
    return sum + ('takes' in merchant ? merchant.takes : amount);
  }, 0);
}

/** The merchant gave money back of what was due, which ends the collection; giving back a surplus does not. */
export function isRefunded(due: Due): boolean {
  return goalOf(due) < due.target.amount;
}
