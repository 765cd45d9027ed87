import type { ErrorCode } from './errors.js';
import type { Policy } from './policy.js';

/** A refund that the merchant wants, by the client library or by a signal sent by hand. */
export interface RefundWish {
  /** The caller's idempotency key, 1 to 40 of `[A-Za-z0-9_-]`; one refund of this invoice for good. */
  readonly refundId: string;
  readonly paymentId: string;
  /** Subunits; undefined: all that is left of the payment. */
  readonly amount: number | undefined;
  /** For the record, at Razorpay too; at most 256 characters. */
  readonly reason: string | undefined;
  /** The policy's when undefined. */
  readonly speed: Policy['refundSpeed'] | undefined;
}

/**
 * What a refund for the merchant takes of what was to stay for the invoice, in subunits. It says nothing of other refunds,
 * which may fail or never be made.
 */
export interface RefundShare {
  /** Nothing, as far as it gives back what was too much anyway. */
  readonly takes: number;
  /** What was to stay, and was there, before any refund for the merchant. */
  readonly of: number;
}

/**
 * `asked`: not looked at yet. `accepted`: to be sent, or sent again. `pending`, `processed`: as Razorpay lists it.
 * `refused`: nothing was sent, and nothing will be under this wish.
 */
export type RefundStanding = 'asked' | 'accepted' | 'pending' | 'processed' | 'refused';

/** What became of a wish. Times are business time, Unix milliseconds; amounts subunits. */
export interface MerchantRefund {
  readonly wish: RefundWish;
  readonly standing: RefundStanding;
  readonly askedAt: number;
  /** Fixed when it is accepted. */
  readonly amount: number | undefined;
  readonly razorpayRefundId: string | undefined;
  /** Refunds of this wish that Razorpay lists as failed: the next one has another key. */
  readonly failures: number;
  /** Not sent again before. */
  readonly retryAt: number | undefined;
  /** Since when Razorpay refuses it for lack of balance. */
  readonly shortSince: number | undefined;
  /** Why it was refused. */
  readonly refusal: { readonly code: ErrorCode; readonly detail: string } | undefined;
}

/** What `refundPayment` answers. The same id with the same content answers again, with what became of it. */
export interface RefundAnswer {
  readonly refundId: string;
  readonly paymentId: string;
  /** `requested`: not at Razorpay yet; ask again with the same id. `pending`: Razorpay takes days for it. */
  readonly status: 'requested' | 'pending' | 'processed';
  /** Subunits; undefined while nobody has looked at the payment. */
  readonly amount: number | undefined;
  readonly razorpayRefundId: string | undefined;
}
