import type { ProviderRefusal } from './errors.js';
import type { RefundShare } from './refund.js';

export type RazorpayPaymentStatus = 'created' | 'pending' | 'authorized' | 'captured' | 'refunded' | 'failed';

/** One refund of a payment as Razorpay lists it. */
export interface RefundFact {
  readonly razorpayRefundId: string;
  /** Subunits. */
  readonly amount: number;
  readonly status: 'pending' | 'processed' | 'failed';
  /** Set when the merchant wanted it. */
  readonly merchant: MerchantMark | undefined;
}

/**
 * What a refund's notes say of the merchant's wish: the caller's id, and what it takes. Of one that an older version made,
 * `keep` are the subunits that stay for the invoice after it.
 */
export type MerchantMark = { readonly refundId: string } & (RefundShare | { readonly keep: number });

/** One payment as Razorpay's own API tells it. Amounts in subunits, times in Unix seconds. */
export interface PaymentFact {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: RazorpayPaymentStatus;
  readonly method: string;
  /** Refunds of this payment that did not fail. */
  readonly refunded: number;
  /** `refunded`, and never captured: Razorpay gave the authorization back, and its order is not paid. */
  readonly neverCaptured?: true;
  /** Left out where Razorpay says that nothing was refunded, and by versions that did not look at them one by one. */
  readonly refunds?: readonly RefundFact[];
  readonly createdAt: number;
  /** The attempt id in the payment's notes: a suggestion, since notes may be set in a browser. */
  readonly attemptId: string | undefined;
  readonly failure: ProviderRefusal | undefined;
  /** The amount differs from what the order asked for by a fee the customer bears or an offer. */
  readonly differsByFeeOrOffer: boolean;
}

/** The round of what a person gave to the invoice: it is none of ours, and takes no further payment. */
export const ACCEPTED = 0;

/** How an order's payments are captured. Minutes from the payment's creation (Single Integration API, `capture_options`). */
export interface CaptureNote {
  readonly capture: 'automatic' | 'manual';
  readonly automaticExpiryMinutes: number;
  readonly manualExpiryMinutes: number;
}

/** One Razorpay order of this invoice. */
export interface OrderFact {
  readonly round: number;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly partialPayment: boolean;
  /** As its notes say; left out where they say nothing, as on the order of a payment request. */
  readonly captureNote?: CaptureNote;
  /** Of the failed ones that name no attempt of ours the newest hundred alone. */
  readonly payments: readonly PaymentFact[];
  /** How many others of those there are; left out where there are none. */
  readonly olderFailures?: number;
}

/** An order as far as it is known before its payments are read. */
export type KnownOrder = Omit<OrderFact, 'payments' | 'olderFailures'>;

export type RazorpayInvoiceStatus =
  'draft' | 'issued' | 'partially_paid' | 'paid' | 'cancelled' | 'expired' | 'deleted';

/** The hosted payment request of a round. */
export interface RazorpayInvoiceFact {
  readonly round: number;
  readonly razorpayInvoiceId: string;
  readonly status: RazorpayInvoiceStatus;
  readonly orderId: string | undefined;
  readonly shortUrl: string | undefined;
}

/** An order with our receipt that does not agree with our notes, amount or currency. */
export interface ForeignOrder {
  readonly orderId: string;
  readonly why: string;
}

export type DisputeStatus = 'open' | 'under_review' | 'won' | 'lost' | 'closed';

/** A dispute of one of our payments, as Razorpay tells it. Amounts in subunits, times in Unix seconds. */
export interface DisputeFact {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  /** Taken from the merchant's balance; 0 unless it was lost, or won in part. */
  readonly amountDeducted: number;
  readonly status: DisputeStatus;
  /** Razorpay's word, e.g. `chargeback`. */
  readonly phase: string | undefined;
  readonly reasonCode: string | undefined;
  /** Until when Razorpay wants the merchant's answer. */
  readonly respondBy: number | undefined;
  readonly createdAt: number;
}

/** What one look at Razorpay found. */
export interface RazorpayFacts {
  readonly orders: readonly OrderFact[];
  readonly razorpayInvoices: readonly RazorpayInvoiceFact[];
  readonly foreignOrders: readonly ForeignOrder[];
  /** Of the payments among the orders; left out where none was ever told of. */
  readonly disputes?: readonly DisputeFact[];
}
