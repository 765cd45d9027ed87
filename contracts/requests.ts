import type { CallbackFields } from './messages.js';
import type { CollectionState } from './collection.js';
import type { CollectionMode } from './policy.js';
import type {
  Browser,
  CardAuthentication,
  OrderOptions,
  PaymentCommon,
  UpiDetails,
} from './payment-request.js';

/**
 * What callers of the client library hand over. Nothing here crosses into Temporal as it is: card details and OTPs
 * are first exchanged for vault references.
 */

/** Names one invoice of one connection. */
export interface InvoiceRequest {
  readonly connection: string;
  readonly invoiceId: string;
}

export interface CollectInvoiceRequest extends InvoiceRequest {
  /** The connection's policy decides when left out. */
  readonly mode?: CollectionMode;
}

/** Card details as the Single Integration API takes them. `expiry_year` has 2 digits (4 are shortened). */
export interface CardForm {
  readonly number: string;
  readonly expiry_month: string;
  readonly expiry_year: string;
  readonly cvv: string;
  readonly name: string;
}

interface NetbankingForm {
  readonly method: 'netbanking';
  readonly bank: string;
}

interface CardPaymentForm {
  readonly method: 'card';
  readonly card: CardForm;
  readonly authentication?: CardAuthentication;
  /** Required unless `authentication_channel` is `app`. */
  readonly browser?: Browser;
}

interface UpiForm {
  readonly method: 'upi';
  /** `{ flow: 'intent' }` by default. */
  readonly upi?: UpiDetails;
}

/** One payment, in the words of the Single Integration API. */
export type PaymentForm = PaymentCommon & (NetbankingForm | CardPaymentForm | UpiForm);

/** A form with its defaults filled in. */
export type ParsedPaymentForm = PaymentCommon & (NetbankingForm | CardPaymentForm | Required<UpiForm>);

export interface SubmitPaymentRequest extends InvoiceRequest {
  /** The caller's idempotency key: 1 to 40 of `[A-Za-z0-9_-]`. */
  readonly attemptId: string;
  readonly payment: PaymentForm;
  readonly order?: OrderOptions;
  /** The order this attempt continues, by its id or its receipt. */
  readonly retryOf?: { readonly id?: string; readonly receipt?: string };
  /** Accept this attempt although an earlier one may still succeed. */
  readonly replace?: boolean;
}

/** A submission with its defaults filled in. */
export interface ParsedSubmitPaymentRequest extends SubmitPaymentRequest {
  readonly payment: ParsedPaymentForm;
}

export interface AttemptRequest extends InvoiceRequest {
  readonly attemptId: string;
}

export interface SubmitOtpRequest extends AttemptRequest {
  readonly otp: string;
}

export interface ConfirmCallbackRequest extends InvoiceRequest {
  /** The success form Razorpay made the customer's browser post. */
  readonly fields: CallbackFields;
}

export interface WaitForOutcomeRequest extends InvoiceRequest {
  /** Wall-clock milliseconds; without it, as long as the collection takes. */
  readonly timeoutMs?: number;
}

export interface CancelCollectionRequest extends InvoiceRequest {
  /** For the record, at most 256 characters. */
  readonly reason: string;
}

export interface RefundPaymentRequest extends InvoiceRequest {
  readonly paymentId: string;
  /** The caller's idempotency key: 1 to 40 of `[A-Za-z0-9_-]`. The same id is the same refund, for good. */
  readonly refundId: string;
  /** Subunits; all that is left of the payment when left out. */
  readonly amount?: number;
  /** For the record, at Razorpay too; at most 256 characters. */
  readonly reason?: string;
  /** The policy's when left out. */
  readonly speed?: 'normal' | 'optimum';
}

export interface WithdrawRefundRequest extends InvoiceRequest {
  readonly refundId: string;
}

/** Names one payment at Razorpay. */
export interface PaymentRequest {
  readonly connection: string;
  readonly paymentId: string;
}

export interface StrayReport extends PaymentRequest {
  /** What is reported is a dispute of the payment: whoever collected its invoice looks at it again. */
  readonly disputeId?: string;
  /** What is reported is that this refund (`rfnd_…`) of the payment failed: more may be kept than was counted. */
  readonly refundId?: string;
}

export interface AcceptStrayPaymentRequest extends PaymentRequest {
  /** The invoice the payment's notes suggest when left out. */
  readonly invoiceId?: string;
}

export interface DismissStrayPaymentRequest extends PaymentRequest {
  /** For the record, at most 256 characters. */
  readonly reason: string;
}

export interface ReleaseConnectionRequest {
  readonly connection: string;
  /** For the record, at most 256 characters. */
  readonly reason: string;
}

export interface SyncCustomerRequest {
  readonly connection: string;
  readonly accountId: string;
}

export interface ListOpenCollectionsRequest {
  readonly connection?: string;
  readonly state?: CollectionState;
  /** 1 to 1000. */
  readonly limit: number;
}
