import type { BillingAccount, BillingInvoice } from './billing.js';
import type { Round } from './collection.js';
import type { ConnectionReport } from './connection-check.js';
import type { ProviderRefusal } from './errors.js';
import type { KnownOrder, RazorpayFacts } from './facts.js';
import type { HeldReason } from './held-reasons.js';
import type { CallbackFields, OtpAnswer, OtpRequest } from './messages.js';
import type { Money } from './money.js';
import type { NextAction, OrderOptions, PaymentDetails } from './payment-request.js';
import type { Policy } from './policy.js';

export interface OfInvoice {
  readonly connection: string;
  readonly invoiceId: string;
}

export interface OfAccount {
  readonly connection: string;
  readonly accountId: string;
}

/** Result of `ensureCustomer`. */
export type EnsuredCustomer =
  | {
      readonly kind: 'customer';
      readonly customerId: string;
      readonly change: 'created' | 'adopted' | 'updated' | 'kept';
    }
  | { readonly kind: 'held'; readonly reason: HeldReason; readonly detail: string };

export interface CreateOrderWithPaymentInput extends OfInvoice {
  readonly round: number;
  readonly attemptId: string;
  readonly amount: Money;
  readonly customerId: string;
  /** Known when the round's order exists: the payment is then a further attempt on it. */
  readonly orderId: string | undefined;
  /**
   * The run (of Temporal) that has already searched this round's receipt and found nothing, so that the same run need not
   * search again. A reset makes another run, which does.
   */
  readonly searchedInRun: string | undefined;
  readonly retryBy: 'id' | 'receipt';
  readonly order: OrderOptions | undefined;
  readonly payment: PaymentDetails;
  readonly policy: Policy;
}

export type CreatedPayment =
  | {
      readonly kind: 'created';
      readonly orderId: string;
      readonly paymentId: string;
      readonly next: readonly NextAction[];
    }
  /** An earlier try made it and its answer is lost. */
  | { readonly kind: 'adopted'; readonly orderId: string; readonly paymentId: string }
  | {
      readonly kind: 'refused';
      readonly orderId: string | undefined;
      readonly paymentId: string | undefined;
      readonly refusal: ProviderRefusal;
    }
  | { readonly kind: 'foreign_order'; readonly orderId: string; readonly why: string };

export interface PaymentRequestInput extends OfInvoice {
  readonly round: number;
  readonly amount: Money;
  readonly customerId: string;
  /** Unix seconds. */
  readonly expireBy: number;
  readonly notifyBySms: boolean;
  readonly notifyByEmail: boolean;
}

export type IssuedPaymentRequest =
  | {
      readonly kind: 'issued';
      readonly razorpayInvoiceId: string;
      readonly orderId: string;
      readonly shortUrl: string;
    }
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal }
  | { readonly kind: 'foreign_invoice'; readonly razorpayInvoiceId: string; readonly why: string };

export interface LookInput extends OfInvoice {
  readonly rounds: readonly Round[];
  /** Orders found earlier that no round names, such as the second one that a lost answer left. */
  readonly duplicates: readonly KnownOrder[];
  /**
   * Also search orders by our receipts, for rounds whose order is not known and for the round after the last:
   * a restarted run, or an answer that was lost.
   */
  readonly discover: boolean;
}

export interface CaptureInput extends OfInvoice {
  readonly paymentId: string;
  readonly orderId: string;
  /** Exactly the authorized amount: Razorpay captures no part. */
  readonly amount: Money;
}

/** A capture is always followed by a look, which tells what became of it. */
export type CaptureResult =
  | { readonly kind: 'captured' }
  | { readonly kind: 'not_authorized'; readonly status: string }
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal };

export interface RefundInput extends OfInvoice {
  readonly paymentId: string;
  readonly amount: Money;
  /** e.g. `surplus`; part of the idempotency key. */
  readonly cause: string;
  /** Rises only after a refund listed as failed, or a confirmed refusal. */
  readonly try: number;
  readonly speed: 'normal' | 'optimum';
}

export type RefundResult =
  | { readonly kind: 'refunded'; readonly refundId: string; readonly status: string }
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal };

export interface MarkPaidInput extends OfInvoice {
  /** What the invoice is expected to say: a changed one is not marked. */
  readonly expected: { readonly total: Money; readonly paid: Money };
}

export type MarkPaidResult =
  | { readonly kind: 'marked' }
  /** It says PAID already, with or without us. */
  | { readonly kind: 'was_paid' }
  | { readonly kind: 'changed'; readonly invoice: BillingInvoice }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unverified'; readonly detail: string };

export interface RecordPaymentInput extends OfInvoice {
  readonly accountId: string;
  readonly paymentId: string;
  readonly amount: Money;
  readonly expected: { readonly total: Money; readonly paid: Money };
}

export type RecordPaymentResult =
  | { readonly kind: 'recorded'; readonly invoice: BillingInvoice }
  | { readonly kind: 'changed'; readonly invoice: BillingInvoice }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unverified'; readonly detail: string };

/** The side effects of the product. Workflows know nothing of them but this. */
export interface Activities {
  /**
   * Togai: the invoice, its owner's setting, and the connection's policy; the account too when it has no setting yet,
   * so that syncing it needs no further read. @throws INVOICE_NOT_FOUND, CREDENTIALS_REFUSED
   */
  readInvoice(input: OfInvoice): Promise<{
    readonly invoice: BillingInvoice;
    readonly policy: Policy;
    readonly account: BillingAccount | undefined;
  }>;
  /** Togai: an account with its setting. @throws ACCOUNT_NOT_FOUND */
  readAccount(input: OfAccount): Promise<BillingAccount>;
  /** Razorpay: the account's customer, adopted, created or brought up to date. */
  ensureCustomer(input: OfAccount & { readonly account: BillingAccount }): Promise<EnsuredCustomer>;
  /** Togai: writes the setting and reads it back; answers with the id that stands there now. */
  writeCustomerId(
    input: OfAccount & { readonly customerId: string },
  ): Promise<{ readonly customerId: string }>;
  /** Razorpay: order and payment in one call. Tried once: @throws OUTCOME_UNKNOWN when the answer was lost. */
  createOrderWithPayment(input: CreateOrderWithPaymentInput): Promise<CreatedPayment>;
  /** Razorpay: draft, spare drafts deleted, issued; nobody is notified yet. */
  issuePaymentRequest(input: PaymentRequestInput): Promise<IssuedPaymentRequest>;
  /** Razorpay: `notify_by`; it has no key, so a lost answer counts as sent. */
  notifyPaymentRequest(
    input: OfInvoice & { readonly razorpayInvoiceId: string; readonly medium: 'sms' | 'email' },
  ): Promise<void>;
  /** Razorpay: cancels an unpaid payment request; any other is left alone. */
  cancelPaymentRequest(
    input: OfInvoice & { readonly razorpayInvoiceId: string },
  ): Promise<{ readonly status: string }>;
  /** Razorpay: every order and payment this invoice ever had, normalised and classified. */
  look(input: LookInput): Promise<RazorpayFacts>;
  /** Razorpay: reads the payment, captures it if it is authorized, and verifies. */
  capturePayment(input: CaptureInput): Promise<CaptureResult>;
  /** Razorpay: reads the payment's refunds, then refunds under our key. */
  refundPayment(input: RefundInput): Promise<RefundResult>;
  /** Togai: reads, patches to PAID, reads again. */
  markInvoicePaid(input: MarkPaidInput): Promise<MarkPaidResult>;
  /** Togai: reads, records one capture, reads again; never posts twice. */
  recordPayment(input: RecordPaymentInput): Promise<RecordPaymentResult>;
  /** Razorpay: OTP generate, submit, resend. */
  sendOtp(
    input: OfInvoice & { readonly paymentId: string; readonly request: OtpRequest },
  ): Promise<OtpAnswer>;
  /** Checks a success form against the orders we know; no I/O. */
  verifyCallback(input: {
    readonly connection: string;
    readonly orderIds: readonly string[];
    readonly fields: CallbackFields;
  }): Promise<boolean>;
  checkConnection(input: { readonly connection: string }): Promise<ConnectionReport>;
}
