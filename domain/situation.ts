import type { BillingInvoice } from '../contracts/billing.js';
import type {
  AttemptRecord,
  Closing,
  ClosingCause,
  CollectionState,
  Round,
} from '../contracts/collection.js';
import type { PaymentFact, RazorpayFacts } from '../contracts/facts.js';
import type { HeldReason } from '../contracts/held-reasons.js';
import type { Money } from '../contracts/money.js';
import type { CollectionMode, Policy } from '../contracts/policy.js';
import type { MerchantRefund, RefundShare } from '../contracts/refund.js';

/** Everything `decide` may know. Times are business time in Unix milliseconds. */
export interface Situation {
  readonly policy: Policy;
  readonly mode: CollectionMode;
  /** As Togai told it last. */
  readonly invoice: BillingInvoice;
  /** The invoice was read after the facts were: money may be captured on its word. */
  readonly invoiceIsFresh: boolean;
  readonly target: Money;
  readonly rounds: readonly Round[];
  readonly attempts: readonly AttemptRecord[];
  readonly facts: RazorpayFacts;
  readonly recordedPaymentIds: readonly string[];
  /** Captures that the invoice was marked paid for, as our note with it says; none when left out. */
  readonly markedPaymentIds?: readonly string[] | undefined;
  /** Payments that may be recorded in Togai although it does not show them. */
  readonly unverifiedRecords: readonly string[];
  /** Payments that Togai was searched for in vain; none when left out. */
  readonly missingRecords?: readonly string[] | undefined;
  /** Subunits that this collection has recorded as paid in Togai. */
  readonly recordedByUs: number;
  /** Togai shows the invoice as paid, and we know what for. */
  readonly writtenBack: boolean;
  /** A write-back of ours may have reached Togai without our hearing of it. */
  readonly writeBackTried: boolean;
  /** The invoice says PAID by a mark of ours. */
  readonly paidByUs?: true | undefined;
  /** Paid marks that Togai accepted and did not show; none when left out. */
  readonly unshownMarks?: number;
  /** Refunds that the merchant asked for; none when left out. */
  readonly merchantRefunds?: readonly MerchantRefund[] | undefined;
  /** Togai was asked to say that the invoice was refunded. */
  readonly refundMarkTried?: boolean;
  readonly closing: Closing | undefined;
  /** Started for money that came after an end. */
  readonly late?: true | undefined;
  readonly openedAt: number;
  /** Looks since the last change. */
  readonly quietLooks: number;
}

/** The one thing to do next, with its reason. */
export type Decision =
  | {
      readonly kind: 'wait';
      readonly state: CollectionState;
      readonly until: number;
      readonly reason: string;
    }
  | { readonly kind: 'read_invoice'; readonly reason: string }
  | { readonly kind: 'capture'; readonly payment: PaymentFact; readonly reason: string }
  | {
      readonly kind: 'refund';
      readonly payment: PaymentFact;
      readonly amount: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'refund_for_merchant';
      readonly refund: MerchantRefund;
      readonly payment: PaymentFact;
      readonly amount: number;
      readonly share: RefundShare;
      readonly reason: string;
    }
  | { readonly kind: 'mark_refunded'; readonly reason: string }
  | { readonly kind: 'mark_paid'; readonly reason: string }
  | { readonly kind: 'record_payment'; readonly payment: PaymentFact; readonly reason: string }
  | { readonly kind: 'hold'; readonly held: HeldReason; readonly detail: string }
  | { readonly kind: 'close'; readonly because: ClosingCause; readonly reason: string }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'finish'; readonly outcome: FinishOutcome; readonly reason: string };

export type FinishOutcome =
  'paid' | 'partially_paid' | 'nothing_to_collect' | 'cancelled' | 'expired' | 'refunded';
