import type { BillingInvoice } from './billing.js';
import type { BusinessTime, KeptOutcome, PaidMark, PaymentSubmission, Round } from './collection.js';
import type { ConnectionReport } from './connection-check.js';
import type { ConnectionHoldActivities } from './connection-hold.js';
import type { CustomerSyncResult } from './customer-sync.js';
import type { DowntimeAdvice } from './downtime.js';
import type { ProviderRefusal } from './errors.js';
import type { DisputeFact, KnownOrder, MerchantMark, RazorpayFacts } from './facts.js';
import type { Alternatives } from './instruments.js';
import type { CallbackFields, OtpAnswer, OtpRequest } from './messages.js';
import type { Money } from './money.js';
import type { NextAction } from './payment-request.js';
import type { Policy } from './policy.js';
import type { ReconciliationActivities } from './reconciliation-activities.js';
import type { ReminderChannel, ReminderPlan, ReminderPolicy } from './reminders.js';
import type { StrayOwner } from './stray-payment.js';

export interface OfInvoice {
  readonly connection: string;
  readonly invoiceId: string;
}

export interface OfAccount {
  readonly connection: string;
  readonly accountId: string;
}

/** An invoice with its owner's setting, and the policy of its connection. */
export interface InvoiceRead {
  readonly invoice: BillingInvoice;
  readonly policy: Policy;
  /** When the customer may be reminded of it; undefined when nobody is. Time zones are no matter for a workflow. */
  readonly reminderPlan?: ReminderPlan;
  /** The outage that holds reminders back, if one is known; told together with `reminderPlan` alone. */
  readonly reminderDowntime?: DowntimeAdvice;
  /** When it was asked for, by the worker's clock: Unix milliseconds. Missing in results of older versions. */
  readonly readAt?: number;
  /**
   * The invoice says PAID or VOID, and a write-back of ours may have reached it, whether this run remembers it or not: a
   * note of ours says so, or payments are recorded and it shows some, which only Togai's list of them can tell.
   */
  readonly mayBeOurs?: true;
  /** The invoice says PAID, and a note of ours says that we meant to mark it. Missing in results of older versions. */
  readonly paidByUs?: true;
  /** The invoice says PAID, and what we left with it says that we marked it. */
  readonly markedPaid?: PaidMark;
}

export interface ReadInvoiceInput extends OfInvoice {
  /** Those the collection was opened with; the connection's when it has no policy yet. */
  readonly reminders?: ReminderPolicy;
}

export interface CreateOrderWithPaymentInput extends OfInvoice {
  readonly submission: PaymentSubmission;
  /**
   * The round that takes the payment. Undefined when nothing is known yet: what an earlier run may have left is then
   * searched first, and the payment is made only if there is nothing.
   */
  readonly round: Round | undefined;
  /** The policy the collection was opened with; the connection's when it has none yet. */
  readonly policy: Policy | undefined;
  /** Subunits this collection has recorded as paid in Togai. */
  readonly recordedByUs: number;
  /** Subunits captured and kept so far, over all orders of the invoice: a further payment is for the rest. */
  readonly kept: number;
  /** Those of them on other orders than the round's, which is for what is due less these; none when left out. */
  readonly keptBeside?: number;
  /**
   * The run (of Temporal) that has already searched this round's receipt and found nothing, so that the same run need not
   * search again. A reset makes another run, which does.
   */
  readonly searchedInRun: string | undefined;
  /** A downtime has held it as long as the policy allows: it is sent now, whatever there is. */
  readonly heldLongEnough?: true;
  /**
   * The update that asked for it, in a run that may be the rest of a reset one: if it came before the reset, the part that
   * was cut off may have sent the payment.
   */
  readonly mayPrecedeReset?: string;
  /** An earlier collection of the invoice, which was stopped, had taken the attempt: it may have sent the payment. */
  readonly wasTaken?: true;
}

/** The invoice as it was read for the payment, and what came of it. */
export interface TriedPayment extends InvoiceRead {
  /** The outage that concerns the payment, if one is known. */
  readonly downtime?: DowntimeAdvice;
  readonly result:
    | CreatedPayment
    /** The account had no customer: this call made sure of one instead. The payment is tried by another. */
    | { readonly kind: 'customer'; readonly sync: CustomerSyncResult }
    /** The policy does not send it into the downtime that is told of; nothing was sent. */
    | { readonly kind: 'held_by_downtime'; readonly downtime: DowntimeAdvice }
    /** What was read, or found of an earlier run, has to be looked at first. */
    | { readonly kind: 'not_tried' };
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
      /** What works instead, when the refusal concerns the instrument. */
      readonly alternatives?: Alternatives;
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
   * Also search orders by our receipts, of every round and of the one after the last: a restarted run, an answer that was
   * lost, or news of an order that nobody here knows.
   */
  readonly discover: boolean;
  /** With `discover`: also past rounds that left nothing, whose lost request kept their number from being used again. */
  readonly thorough?: true;
  /** Orders that news named and nobody here knows: those of this invoice are looked at. */
  readonly orderIds?: readonly string[];
  /** Payments on orders that are not ours, which a person has given to this invoice. */
  readonly acceptedPaymentIds?: readonly string[];
  /** Payments whose refunds are listed although Razorpay counts none: a failed one is counted nowhere. */
  readonly refundsOf?: readonly string[];
  /** Disputes to read; one that is not of these payments is left out. */
  readonly disputeIds?: readonly string[];
}

/** What a look found, and when it began, by the worker's clock: Unix milliseconds. Missing in results of older versions. */
export interface LookResult extends RazorpayFacts {
  readonly readAt?: number;
}

/** A write that rests on what was read before it. */
export interface Dated {
  /** By the worker's clock nothing is written after it: Unix milliseconds. Left out where nobody can say. */
  readonly validUntil?: number;
}

/** This try wrote nothing: what the write rests on is too old, or is not so any more. A look decides anew. */
export interface Stale {
  readonly kind: 'stale';
}

/** The same of a write that an earlier try may have sent, and that may still show. */
export interface MaybeWritten extends Stale {
  readonly mayHaveWritten: boolean;
}

export interface CaptureInput extends OfInvoice, Dated {
  readonly paymentId: string;
  readonly orderId: string;
  /** Exactly the authorized amount: Razorpay captures no part. */
  readonly amount: Money;
}

/** A capture is always followed by a look, which tells what became of it. */
export type CaptureResult =
  | { readonly kind: 'captured' }
  | { readonly kind: 'not_authorized'; readonly status: string }
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal }
  | Stale;

/** The payments of which a dispute forbids a refund: for a surplus all, since whichever is taken, another pays the invoice. */
export interface Disputable {
  readonly paymentIds: readonly string[];
  /** Unix seconds; when the first of them was made. */
  readonly since: number;
  /** Lost disputes that the wish to refund has taken into account. */
  readonly counted: readonly string[];
}

export interface RefundInput extends OfInvoice, Dated {
  readonly paymentId: string;
  readonly amount: Money;
  /** Subunits of the payment that had gone back when this was decided; nothing is sent when it is another sum by now. */
  readonly refundedBefore?: number;
  /** e.g. `surplus`; part of the idempotency key. */
  readonly cause: string;
  /** Whose disputes forbid it. Left out by older versions, which knew none. */
  readonly disputable?: Disputable;
  /** Refunds of the payment for this cause that are known to have failed. */
  readonly try: number;
  readonly speed: 'normal' | 'optimum';
  /** Set when the merchant wants it; kept in the refund's notes, so that any later look knows it again. */
  readonly merchant?: MerchantMark & { readonly reason: string | undefined };
}

export type RefundResult =
  | { readonly kind: 'refunded'; readonly refundId: string; readonly status: string }
  /** Nothing was sent: one of the payments is disputed, or has lost a dispute that nobody has counted. */
  | { readonly kind: 'disputed'; readonly disputes: readonly DisputeFact[] }
  | {
      readonly kind: 'refused';
      readonly refusal: ProviderRefusal;
      /** The merchant's balance at Razorpay does not cover it: later it may. */
      readonly balanceTooLow?: true;
    }
  | MaybeWritten;

export type MarkRefundedResult =
  | { readonly kind: 'marked' }
  /** It does not say PAID any more: somebody else's word, which is left alone. */
  | { readonly kind: 'not_paid'; readonly status: string }
  /** Togai accepted it, and the invoice still says PAID. */
  | { readonly kind: 'unshown' }
  | { readonly kind: 'refused'; readonly detail: string };

export interface MarkPaidInput extends OfInvoice, Dated {
  /** What the invoice is expected to say: a changed one is not marked. */
  readonly expected: { readonly total: Money; readonly paid: Money };
  /** Left with the invoice before it is marked; missing when an older version asks. */
  readonly outcome?: KeptOutcome;
}

/** A mark that was there before. */
export interface FoundMark {
  /** Captures that it was made for, as our note says; missing where there is none, and in results of older versions. */
  readonly markedPaymentIds?: readonly string[];
  /** With the invoice, if our note tells how much it was for, and the invoice says the same total now. */
  readonly found?: { readonly mark: PaidMark; readonly invoice: BillingInvoice };
}

export type MarkPaidResult =
  /**
   * With whether the outcome is kept with the invoice; missing in results of older versions. `changed`: the invoice as it was
   * read after the PATCH, where its total is another than the money was collected for.
   */
  | ({
      readonly kind: 'marked';
      readonly outcomeNoted?: boolean;
      readonly changed?: BillingInvoice;
    } & FoundMark)
  /**
   * It says PAID already. `ours` as our note says, whatever became of the money it was for; missing where Togai shows no notes,
   * and in results of older versions.
   */
  | ({ readonly kind: 'was_paid'; readonly ours?: boolean } & FoundMark)
  | { readonly kind: 'changed'; readonly invoice: BillingInvoice }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unverified'; readonly detail: string }
  | MaybeWritten;

export interface RecordPaymentInput extends OfInvoice, Dated {
  /** An earlier run may have recorded it: Togai's payments are searched before anything is posted. */
  readonly searchFirst: boolean;
  /** False once a POST may have reached Togai that it does not show: it is only looked for then. */
  readonly mayPost: boolean;
  /**
   * The run (of Temporal) in which no POST of an earlier one can be on its way any more; null when none is known. In any
   * other, such as a reset one, nothing is posted. Left out by older versions, which did not ask.
   */
  readonly clearInRun?: string | null;
  readonly accountId: string;
  readonly paymentId: string;
  readonly amount: Money;
  readonly expected: { readonly total: Money; readonly paid: Money };
}

export type RecordPaymentResult =
  | {
      readonly kind: 'recorded';
      readonly invoice: BillingInvoice;
      /** Subunits that Togai was told of; left out where it was found there already, and by older versions. */
      readonly recorded?: number;
    }
  | {
      /** It is not what was expected, or nothing is due any more: nothing was posted. */
      readonly kind: 'changed';
      readonly invoice: BillingInvoice;
      /** Togai's payments were searched, and it is not there. */
      readonly isMissing?: true;
    }
  /** Togai does not list it, and the POST of an earlier run may be on its way: nothing was posted. The run that asked. */
  | { readonly kind: 'missing'; readonly run: string }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unverified'; readonly detail: string }
  /** Neither this try nor any before it has posted. */
  | Stale;

export interface OfPayment {
  readonly connection: string;
  readonly paymentId: string;
}

export interface HandOverInput extends OfInvoice, OfPayment {
  readonly orderId: string | undefined;
  /** A dispute of the payment, which concerns the collection whatever it has counted. */
  readonly disputeId?: string;
  /** A refund of the payment that failed: more may be kept than the collection has counted. */
  readonly refundId?: string;
  /** A person gave it to this invoice: the collection takes it on although its order is not ours. */
  readonly accepted: boolean;
  /** Queue of the workflows. */
  readonly taskQueue: string;
  readonly time: BusinessTime | undefined;
  /** Business time, Unix milliseconds. */
  readonly now: number;
}

/** The side effects of the product. Workflows know nothing of them but this. */
export interface Activities extends ReconciliationActivities, ConnectionHoldActivities {
  /** Togai: the invoice, its owner's setting, and the connection's policy. @throws INVOICE_NOT_FOUND, CREDENTIALS_REFUSED */
  readInvoice(input: ReadInvoiceInput): Promise<InvoiceRead>;
  /**
   * Both: the account's Razorpay customer, adopted, created or brought up to date, and its id in the account's setting.
   * @throws ACCOUNT_NOT_FOUND, CREDENTIALS_REFUSED
   */
  syncCustomer(input: OfAccount): Promise<CustomerSyncResult>;
  /**
   * Both: reads the invoice, then makes order and payment in one call, if the invoice is due for the round's amount. Tried
   * once: @throws OUTCOME_UNKNOWN when the answer was lost
   */
  createOrderWithPayment(input: CreateOrderWithPaymentInput): Promise<TriedPayment>;
  /** Razorpay: draft, spare drafts deleted, issued; nobody is notified yet. */
  issuePaymentRequest(input: PaymentRequestInput): Promise<IssuedPaymentRequest>;
  /** Razorpay: `notify_by`; it has no key, so a lost answer counts as sent. */
  notifyPaymentRequest(
    input: OfInvoice & {
      readonly razorpayInvoiceId: string;
      readonly medium: ReminderChannel;
      /** The run (of Temporal) that decided it; in any other, a reset one, it may have been sent: it is not sent again. */
      readonly onlyInRun?: string;
    },
  ): Promise<void>;
  /** Razorpay: cancels an unpaid payment request; any other is left alone. */
  cancelPaymentRequest(
    input: OfInvoice & { readonly razorpayInvoiceId: string },
  ): Promise<{ readonly status: string }>;
  /** Razorpay: every order and payment this invoice ever had, normalised and classified. */
  look(input: LookInput): Promise<LookResult>;
  /** Razorpay: reads the payment, captures it if it is authorized, and verifies. */
  capturePayment(input: CaptureInput): Promise<CaptureResult>;
  /** Razorpay: reads the payment's refunds and disputes, then refunds under our key. */
  refundPayment(input: RefundInput): Promise<RefundResult>;
  /** Togai: reads, notes what it is about to do, patches to PAID, reads again. */
  markInvoicePaid(input: MarkPaidInput): Promise<MarkPaidResult>;
  /** Togai: an invoice whose whole money went back says so, as far as Togai's API can. */
  markInvoiceRefunded(input: OfInvoice): Promise<MarkRefundedResult>;
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
  /** Togai: how an earlier run of ours ended, or what it was about to write; undefined when it left nothing. */
  readOutcome(input: OfInvoice): Promise<KeptOutcome | undefined>;
  /** Togai: keeps an outcome with the invoice, in place of an earlier one. */
  noteOutcome(input: OfInvoice & { readonly outcome: KeptOutcome }): Promise<void>;
  /** Razorpay: whose a payment is, by the order or payment request it was made for. */
  findOwner(input: OfPayment): Promise<StrayOwner>;
  /** Temporal: makes the invoice's collection look, starting one if none runs. */
  handOver(input: HandOverInput): Promise<void>;
  checkConnection(input: { readonly connection: string }): Promise<ConnectionReport>;
}
