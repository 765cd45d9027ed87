import type { BusinessTime } from './collection.js';
import type { RazorpayPaymentStatus } from './facts.js';

/** Start argument of `strayPayment`. */
export interface StrayPaymentInput {
  readonly connection: string;
  readonly paymentId: string;
  /** Set when not the payment is news but a dispute of it. */
  readonly disputeId?: string;
  /** Set when it is a refund of it that failed. */
  readonly refundId?: string;
  readonly time: BusinessTime | undefined;
}

/** A payment as an operator sees it who decides about it. Subunits. */
export interface StrayFacts {
  readonly amount: number;
  readonly currency: string;
  readonly status: RazorpayPaymentStatus;
  readonly orderId: string | undefined;
}

/** Whose a payment is. Only orders and payment requests that we made tell; a payment's own notes merely suggest. */
export type StrayOwner =
  | { readonly kind: 'ours'; readonly invoiceId: string; readonly payment: StrayFacts }
  | {
      readonly kind: 'suggested';
      readonly invoiceId: string;
      readonly why: string;
      readonly payment: StrayFacts;
    }
  | { readonly kind: 'not_ours'; readonly why: string };

/** How a `strayPayment` ended. `unanswered`: nobody accepted or dismissed it in time. */
export type StrayOutcome = 'handed_over' | 'not_ours' | 'dismissed' | 'unanswered';

/** Result of `strayPayment`. */
export interface StrayPaymentResult {
  readonly outcome: StrayOutcome;
  readonly reason: string;
  /** The invoice it was handed over to. */
  readonly invoiceId: string | undefined;
}
