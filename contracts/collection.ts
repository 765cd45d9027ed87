import type { BillingInvoice } from './billing.js';
import type { DowntimeAdvice } from './downtime.js';
import type { ProviderRefusal } from './errors.js';
import type { DisputeFact, RazorpayFacts } from './facts.js';
import type { FailedPayment } from './failed-payment.js';
import type { HeldReason } from './held-reasons.js';
import type { Alternatives } from './instruments.js';
import type { Money } from './money.js';
import type { NextAction, OrderOptions, PaymentDetails, PaymentMethod } from './payment-request.js';
import type { CollectionMode, Policy } from './policy.js';
import type { MerchantRefund } from './refund.js';
import type { ReminderHold, ReminderPlan, SentReminder } from './reminders.js';

/** Where an open collection stands. */
export type CollectionState =
  | 'opening'
  | 'syncing_customer'
  | 'awaiting_attempt'
  | 'awaiting_customer'
  | 'authorized'
  | 'captured'
  | 'collecting_rest'
  | 'held'
  | 'refunding'
  | 'closing';

/** How a collection ended. */
export type CollectionOutcome =
  'paid' | 'partially_paid' | 'nothing_to_collect' | 'cancelled' | 'expired' | 'failed' | 'refunded';

/** Which witness made us look. None of them is believed: Razorpay's API is. */
export type Evidence =
  'webhook' | 'callback' | 'poll' | 'reconciliation' | 'operator' | 'billing' | 'submission';

/** A hint to look; it carries no truth, only where it came from. */
export interface Hint {
  readonly evidence: Evidence;
  /** e.g. `order.paid`, `callback.failure`, `look_again`. */
  readonly event: string;
  /** Razorpay's `x-razorpay-event-id`, for the record. */
  readonly eventId?: string;
  readonly paymentId?: string;
  readonly orderId?: string;
  /** A dispute to look at from now on. */
  readonly disputeId?: string;
  /** A refund that failed, of a payment that an earlier run has counted. */
  readonly refundId?: string;
}

/** The injected business clock: `now = startMs + (wall - startMs) * timeScale`. The scale is 1 outside storms and demos. */
export interface BusinessTime {
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly timeScale: number;
}

/** Start argument of `invoicePayment`. */
export interface InvoicePaymentInput {
  readonly connection: string;
  readonly invoiceId: string;
  /** Undefined: as the connection's policy says. */
  readonly mode: CollectionMode | undefined;
  readonly time: BusinessTime | undefined;
  /**
   * Started for money that came after an end: nothing new is asked of the customer. Left out by everybody else.
   */
  readonly late?: true;
  /** An earlier run has begun it, and Temporal says no more of that one: its rounds are searched thoroughly. */
  readonly begun?: true;
  /** State of the run before, on continue-as-new. */
  readonly carried: CarriedCollection | undefined;
}

/** Argument of `submitPaymentUpdate`. */
export interface PaymentSubmission {
  /** The caller's idempotency key, 1 to 40 of `[A-Za-z0-9_-]`. */
  readonly attemptId: string;
  /** Hash over everything the caller said; the same id with another hash is an error. */
  readonly contentHash: string;
  readonly payment: PaymentDetails;
  readonly order: OrderOptions | undefined;
  /** Hash over `order`; undefined when the caller said nothing of it. */
  readonly orderHash: string | undefined;
  /** The order the caller means, by id or by receipt, as the Single Integration API's retry shows it. */
  readonly retryOf: { readonly id?: string; readonly receipt?: string } | undefined;
  /** Accept this attempt although an earlier one may still succeed; the earlier one stays guarded. */
  readonly replace: boolean;
  /**
   * When the caller was last told that a collection had taken this attempt, and not what came of it: Unix milliseconds. A run
   * that began after it, and does not know the attempt, follows one that may have sent the payment.
   */
  readonly takenAt?: number;
}

/**
 * What a submission answers. The same id with the same content answers the same again, for good, except that the advice of
 * a refused one follows the collection. With `downtime`, Razorpay knows of an outage that concerns the payment: it may fail,
 * and the customer may want to pay by something else.
 */
export type SubmitPaymentAnswer = { readonly downtime?: DowntimeAdvice } & SubmissionAnswer;

type SubmissionAnswer =
  | {
      readonly status: 'next_actions';
      readonly attemptId: string;
      readonly orderId: string;
      readonly paymentId: string;
      readonly next: readonly NextAction[];
    }
  /** Not decided within 20 s; ask again with the same attempt id. */
  | { readonly status: 'pending'; readonly attemptId: string }
  /**
   * Nothing was sent: it waits for the end of `downtime`, and is sent at `until` at the latest (business time, Unix
   * milliseconds). Ask again with the same attempt id, or submit another with `replace`: this one is then never sent.
   */
  | {
      readonly status: 'held_by_downtime';
      readonly attemptId: string;
      readonly until: number;
      readonly downtime: DowntimeAdvice;
    }
  /**
   * Razorpay refused, or would have: then the refusal's code is one of ours, and nothing was sent. `orderId` and `paymentId`
   * are there when they exist all the same; `alternatives` when the refusal concerns the instrument.
   */
  | {
      readonly status: 'refused';
      readonly attemptId: string;
      readonly orderId: string | undefined;
      readonly paymentId: string | undefined;
      readonly refusal: ProviderRefusal;
      readonly alternatives?: Alternatives;
      /** What may come after it, as the collection stands now; never kept, and left out by older versions. */
      readonly next?: FailedPayment['next'];
    }
  /** The payment exists but the answer with its next actions was lost: offer a new attempt, with `replace`. */
  | {
      readonly status: 'next_actions_lost';
      readonly attemptId: string;
      readonly orderId: string;
      readonly paymentId: string;
    }
  /** Nobody can say whether the payment exists; it stays guarded. Offer a new attempt, with `replace`. */
  | { readonly status: 'unknown'; readonly attemptId: string };

export interface AttemptRecord {
  readonly attemptId: string;
  /** Undefined when a restarted run found the attempt at Razorpay. */
  readonly contentHash: string | undefined;
  readonly method: PaymentMethod | undefined;
  /** Business time, Unix milliseconds. */
  readonly submittedAt: number;
  readonly round: number;
  readonly answer: SubmitPaymentAnswer;
  readonly paymentId: string | undefined;
  /** `searching`: the answer was lost and is looked for. `held_by_downtime`: nothing was sent yet. */
  readonly standing: 'submitting' | 'searching' | 'known' | 'refused' | 'unknown' | 'held_by_downtime';
}

/** An attempt that waits for the end of a downtime, never one by card. Business time, Unix milliseconds. */
export interface HeldAttempt {
  readonly submission: PaymentSubmission;
  /** The downtime is asked after again. */
  readonly lookAgainAt: number;
  /** It is sent all the same. */
  readonly until: number;
}

/** One order (or payment request) for one amount due. */
export interface Round {
  readonly round: number;
  readonly mode: CollectionMode;
  readonly amount: Money;
  readonly orderId: string | undefined;
  readonly razorpayInvoiceId: string | undefined;
  readonly shortUrl: string | undefined;
  /** The invoice changed in Togai: we have switched this page off, to make room for another. */
  readonly withdrawn?: boolean;
  readonly orderHash: string | undefined;
  readonly partialPayment: boolean;
  /** Minutes; when Razorpay stops capturing by itself, and when it gives the money back. */
  readonly capture: 'automatic' | 'manual';
  readonly automaticExpiryMinutes: number;
  readonly manualExpiryMinutes: number;
}

/** What was decided last, for operators and auditors. */
export interface Verdict {
  readonly decision: string;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Business time, Unix milliseconds. */
  readonly at: number;
}

/** A decision that a person must take. */
export interface Held {
  readonly reason: HeldReason;
  readonly detail: string;
  /** Business time, Unix milliseconds. */
  readonly since: number;
}

/** Why a collection takes no new attempts any more. */
export type ClosingCause = 'cancelled' | 'expired' | 'voided' | 'paid' | 'refunded';

export interface Closing {
  readonly because: ClosingCause;
  /** Payments that the first look after it found captured; left out until then. Whatever is captured later came too late. */
  readonly captured?: readonly string[];
  /** Business time, Unix milliseconds. */
  readonly since: number;
  /** Begun for money that came after an end, and that end was a cancellation: it stays one when nothing is taken. */
  readonly wasCancelled?: true;
}

/** Answer of `collectionQuery` and of the client's `getState`. */
export interface CollectionView {
  readonly connection: string;
  readonly invoiceId: string;
  readonly accountId: string | undefined;
  readonly mode: CollectionMode | undefined;
  readonly state: CollectionState | 'ended';
  readonly outcome: CollectionOutcome | undefined;
  readonly outcomeReason: string | undefined;
  readonly held: Held | undefined;
  readonly amountDue: Money | undefined;
  readonly amountPaid: number;
  readonly rounds: readonly Round[];
  readonly attempts: readonly AttemptRecord[];
  readonly paymentIds: readonly string[];
  /**
   * Payments that failed after they were made, oldest first, and what may come next; left out when there are none. Of those
   * on a hosted page the newest hundred of each order.
   */
  readonly failures?: readonly FailedPayment[];
  /** Refunds that the merchant asked this run for; left out when there are none. */
  readonly refunds?: readonly MerchantRefund[];
  /** As Razorpay told them last; left out when there are none. */
  readonly disputes?: readonly DisputeFact[];
  readonly waitingFor: string;
  /** Business time, Unix milliseconds. */
  readonly nextLook: number | undefined;
  readonly lastVerdict: Verdict | undefined;
  readonly looks: number;
  /** Reminders of the payment request, oldest first. */
  readonly reminders: readonly SentReminder[];
  /** When the next one is due, as things stand; business time, Unix milliseconds. */
  readonly nextReminder: number | undefined;
  /** Why that is later than its own time; left out when it is not. */
  readonly reminderDowntime?: DowntimeAdvice;
}

/** How a collection ended, as the billing system keeps it with the invoice: a later run reads what it cannot remember. */
export interface KeptOutcome {
  readonly outcome: CollectionOutcome;
  /** Captures that count for the invoice. */
  readonly keptPaymentIds: readonly string[];
  /** Subunits of them. */
  readonly amount: number;
  /** Subunits we recorded as payments; 0 where the invoice's status is set instead. */
  readonly recordedByUs: number;
  /** Left before the invoice was marked paid: what became of it, only the invoice tells. */
  readonly marking?: true | undefined;
  /** Subunits that were to stay, and that the invoice said in all; missing where an older version left it. */
  readonly asked?: { readonly target: number; readonly total: number } | undefined;
  /** Of `refunded`: the invoice's status was set to PAID by us. Left out where payments are recorded, and by older versions. */
  readonly markedPaid?: true | undefined;
}

/** What an invoice that says PAID was marked for by us, as its note tells. */
export interface PaidMark {
  /** Subunits. */
  readonly target: number;
  readonly keptPaymentIds: readonly string[];
}

/** Result of `invoicePayment`. */
export interface CollectionResult {
  readonly outcome: CollectionOutcome;
  /** e.g. `invoice_draft`, `captured_in_full`. */
  readonly reason: string;
  readonly amountDue: Money | undefined;
  /** Subunits captured and kept. */
  readonly amountPaid: number;
  readonly orderIds: readonly string[];
  readonly paymentIds: readonly string[];
  /** Those whose capture is counted in `amountPaid`; missing in results of older versions. */
  readonly keptPaymentIds?: readonly string[];
  /** As in `KeptOutcome`. */
  readonly markedPaid?: true | undefined;
  readonly attempts: number;
  /** As Razorpay told them last; left out when there are none. */
  readonly disputes?: readonly DisputeFact[];
  readonly evidence: readonly Evidence[];
}

/** A record of an earlier run may be on its way to Togai. */
export interface MissedRecord {
  /** The run (of Temporal) that has searched for it: after a reset the wait begins anew. */
  readonly run: string;
  /** Until when it may arrive; business time, Unix milliseconds. */
  readonly until: number;
}

/** Everything an open collection knows, and carries over continue-as-new. Times are business time, Unix milliseconds. */
export interface CarriedCollection {
  readonly openedAt: number;
  readonly mode: CollectionMode | undefined;
  /** Frozen when the collection opened. */
  readonly policy: Policy | undefined;
  readonly invoice: BillingInvoice | undefined;
  /** The invoice may be collected and its customer is known. */
  readonly ready: boolean;
  readonly customerId: string | undefined;
  readonly target: Money | undefined;
  readonly rounds: readonly Round[];
  readonly attempts: readonly AttemptRecord[];
  /** The one attempt that is held, if any; its record says so, too. */
  readonly heldAttempt?: HeldAttempt | undefined;
  readonly facts: RazorpayFacts;
  /** Disputes that somebody told us of: each look reads them. */
  readonly disputeIds?: readonly string[];
  /** News of refunds that failed after an earlier run had ended: what that run counted is looked at again. */
  readonly refundFailed?: true | undefined;
  /** Orders that news named and that no look has asked for yet. */
  readonly toldOrderIds?: readonly string[] | undefined;
  readonly recordedPaymentIds: readonly string[];
  /** Captures that the invoice was marked paid for, as our note with it says: what every run can know of it. */
  readonly markedPaymentIds?: readonly string[] | undefined;
  /** Payments that may be recorded in Togai although it does not show them: they are never posted again. */
  readonly unverifiedRecords: readonly string[];
  /** Captures that stood there when a look first found their order: an earlier run may have sent them to Togai. */
  readonly capturedBefore?: readonly string[];
  /** Captures that Togai did not list when they were searched for, by payment id. */
  readonly missedRecords?: Readonly<Record<string, MissedRecord>>;
  /** Payments that an earlier run may have recorded, and that Togai was searched for in vain. */
  readonly missingRecords?: readonly string[];
  /** Started for money that came after an end. */
  readonly late?: true | undefined;
  /** Payments on orders that are not ours, which a person has given to this invoice. */
  readonly acceptedPaymentIds?: readonly string[];
  /** What is kept of our outcome at the invoice, `unknown` when a write was lost; undefined when none was tried. */
  readonly notedOutcome?: KeptOutcome | 'unknown' | undefined;
  /** Subunits this collection has recorded as paid in Togai. */
  readonly recordedByUs: number;
  readonly writtenBack: boolean;
  /** A write-back was sent whose end nobody reported: an invoice that says PAID may be our own doing. */
  readonly writeBackTried: boolean;
  /** The invoice, as it was read last, says PAID by a mark of ours. */
  readonly paidByUs?: true | undefined;
  /** Paid marks that Togai accepted and did not show. */
  readonly unshownMarks?: number;
  readonly refundTries: Readonly<Record<string, number>>;
  /** Since when Razorpay refuses a surplus refund for lack of balance. */
  readonly refundShortSince?: number | undefined;
  /** Refunds that the merchant asked for. */
  readonly merchantRefunds?: readonly MerchantRefund[] | undefined;
  /** Togai was asked to say that the invoice was refunded, whatever it answered. */
  readonly refundMarkTried?: boolean;
  /** REFUND_INITIATED marks that Togai accepted and did not show. */
  readonly unshownRefundMarks?: number;
  /** Until when the last mark of each kind may still show; no other is made before. */
  readonly marksMayShowUntil?: {
    readonly unshownMarks?: number;
    readonly unshownRefundMarks?: number;
  };
  readonly closing: Closing | undefined;
  /** Somebody wants it cancelled, which may have to wait: Temporal hands its own Cancel on to no later run. */
  readonly cancelReason?: string | undefined;
  readonly state: CollectionState;
  readonly waitingFor: string;
  readonly held: Held | undefined;
  readonly nextLook: number;
  readonly looks: number;
  readonly quietLooks: number;
  /** So many hints came that looks no longer run inside a workflow task. */
  readonly flooded?: boolean;
  readonly lastVerdict: Verdict | undefined;
  readonly evidence: readonly Evidence[];
  /** When this collection issued its payment request; later when it may have forgotten reminders it sent. */
  readonly requestedAt?: number;
  /** By the policy's reminders, and the due date as Togai told it last. */
  readonly reminderPlan?: ReminderPlan;
  /** As the last reading of the invoice had it. */
  readonly reminderHold?: ReminderHold | undefined;
  readonly reminders?: readonly SentReminder[];
}
