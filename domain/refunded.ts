import type { PaymentFact, RazorpayFacts, RefundFact } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';
import { allPayments } from './sums.js';

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

/**
 * Subunits that are to stay for the invoice: what was due, or less when the merchant has given money back. Razorpay's own
 * refunds carry it, so that it outlives any run, also one that was terminated.
 */
export function goalOf({ facts, target }: { readonly facts: RazorpayFacts; readonly target: Money }): number {
  return madeForMerchant(facts)
    .filter(({ refund }) => refund.status !== 'failed')
    .reduce((goal, { refund }) => Math.min(goal, refund.merchant?.keep ?? goal), target.amount);
}

/** The merchant gave money back of what was due, which ends the collection; giving back a surplus does not. */
export function isRefunded(situation: { readonly facts: RazorpayFacts; readonly target: Money }): boolean {
  return goalOf(situation) < situation.target.amount;
}
