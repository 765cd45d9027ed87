import type { BusinessTime, CollectionOutcome } from './collection.js';
import type { DisputeFact } from './facts.js';
import type { CollectionMode } from './policy.js';
import type { CountedMoney, FeeDifference, SettlementReport } from './settlement.js';

/** What a reconciliation compares, in this order. */
export const reconciliationParts = [
  /** What of the connection waits for a person: collections, syncs, stray payments, and the connection itself. */
  'held',
  /** Togai invoices DUE or PARTIALLY_PAID that no running collection looks after. */
  'open_invoices',
  /** Collections that were terminated or failed, and that nobody took up, though their invoice asks for no money. */
  'stopped_collections',
  /** Captures at Razorpay whose invoice is not PAID or PARTIALLY_PAID in Togai, or whose collection did not count them. */
  'captures',
  /** Authorizations that near their manual expiry, or that no running collection looks after. */
  'authorizations',
  /** Orders with an attempt whose end is not known after 15 minutes. */
  'attempted_orders',
  /** Payments and refunds of our invoices that Razorpay settled yesterday, against what was counted and written back. */
  'settlements',
  /** Disputes of our payments that their collection does not know as they stand. */
  'disputes',
  /** Refunds of our payments that failed, where more is kept now than their collection counted as it ended. */
  'refunds',
  /** Togai accounts without a valid `RazorPayCustomerId`. */
  'accounts',
  /** Some of the other accounts, in turns: their details in Togai against those of their Razorpay customer. */
  'customers',
] as const;

export type ReconciliationPart = (typeof reconciliationParts)[number];

/**
 * `started`: a collection was begun again. `hinted`: a running one was told to look. `handed_over`: a `strayPayment` was
 * started. `listed`: for a person to read; nothing was done.
 */
export type ReconciliationDeed = 'started' | 'hinted' | 'handed_over' | 'listed';

export interface ReconciliationFinding {
  /** Id of the invoice, payment, order, dispute, refund or account; of what is held, its workflow id. */
  readonly subject: string;
  readonly invoiceId: string | undefined;
  /** What is wrong, e.g. `collection_stopped`. */
  readonly found: string;
  readonly done: ReconciliationDeed;
  /** When what is held began to be, for this reason; business time, Unix milliseconds. */
  readonly since?: number;
  /** Of `fee_differs`. */
  readonly fees?: FeeDifference;
}

export interface PartReport {
  /** Entries read; one on the edge of two windows is read twice. */
  readonly read: number;
  readonly done: Readonly<Record<ReconciliationDeed, number>>;
  /** The first 200; of what is held, those held longest. */
  readonly findings: readonly ReconciliationFinding[];
  /** Error code of a provider that refused; the part was left there. */
  readonly failed: string | undefined;
}

/** Result of `reconcile`. Times are business time, Unix milliseconds. */
export interface ReconciliationReport {
  readonly connection: string;
  /** Payments and orders made since then were read. */
  readonly from: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly parts: Readonly<Record<ReconciliationPart, PartReport>>;
  /** Yesterday's; the differences are findings of the part `settlements`. */
  readonly settled: SettlementReport;
}

/** How far and in which bites; left out, as far as money can come late. */
export interface ReconciliationReach {
  /** Days back; 11 when left out. */
  readonly days?: number;
  /** Entries asked for at once; as many as the provider gives when left out. */
  readonly pageSize?: number;
  /** Events after which a run continues as a new one, 1,000 when left out. */
  readonly eventsPerRun?: number;
}

/** Start argument of `reconcile`. */
export interface ReconcileInput {
  readonly connection: string;
  readonly time: BusinessTime | undefined;
  readonly reach?: ReconciliationReach;
  /** State of the run before, on continue-as-new. */
  readonly carried: CarriedReconciliation | undefined;
}

/** Where a reconciliation stands: the next page it reads. */
export type ReconciliationCursor =
  | { readonly list: 'held' }
  | { readonly list: 'open_invoices'; readonly status: OpenStatus; readonly token: string | undefined }
  | { readonly list: 'stopped'; readonly token: string | undefined }
  | { readonly list: 'payments' | 'orders'; readonly window: number; readonly skip: number }
  | { readonly list: 'settlements'; readonly skip: number }
  | { readonly list: 'disputes'; readonly skip: number }
  | { readonly list: 'refunds'; readonly skip: number }
  | { readonly list: 'accounts'; readonly token: string | undefined }
  | { readonly list: 'customers'; readonly index: number };

/** Togai's statuses of an invoice that still asks for money. */
export const openStatuses = ['DUE', 'PARTIALLY_PAID'] as const;
export type OpenStatus = (typeof openStatuses)[number];

export interface CarriedReconciliation {
  readonly startedAt: number;
  readonly cursor: ReconciliationCursor;
  readonly parts: Readonly<Record<ReconciliationPart, PartReport>>;
  readonly settled: SettlementReport;
  readonly sample: AccountSample;
}

/** The accounts whose customer this reconciliation reads, at most 100 of however many there are. */
export interface AccountSample {
  /** Accounts with a customer that the list has told so far. */
  readonly seen: number;
  /** Every how many-th of them is taken. */
  readonly stride: number;
  readonly taken: readonly { readonly position: number; readonly accountId: string }[];
}

/**
 * How an account's name, e-mail and phone stand to the customer in its setting. `changed`: a sync would carry them over.
 * `differs`: the customer is not one of ours, and nobody would. `unknown`: Razorpay does not know the customer.
 */
export type CustomerStanding = 'same' | 'changed' | 'differs' | 'unknown';

/** A workflow that waits for a person, as visibility knows it. */
export interface HeldWorkflow {
  readonly workflowId: string;
  readonly invoiceId: string | undefined;
  /** A held reason; versions differ in which they know. */
  readonly reason: string;
  /** Business time, Unix milliseconds. */
  readonly since: number;
}

/** Seconds since 1970, both ends included, as Razorpay's lists take them. */
export interface ListWindow {
  readonly from: number;
  readonly to: number;
}

/** What Temporal knows of the collection of an invoice: `stopped` was terminated or failed, and has no outcome. */
export interface CollectionStanding {
  readonly invoiceId: string;
  readonly standing: 'running' | 'ended' | 'stopped' | 'unknown';
  readonly outcome: CollectionOutcome | undefined;
}

/** What Temporal knows of a payment. `counted`: an ended collection kept it. */
export interface KnownPayment {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly standing: 'counted' | 'running' | 'ended';
  /** Of an ended collection that said how it ended. */
  readonly counted: CountedMoney | undefined;
}

/** A dispute, as the list tells it. */
export type ListedDispute = Pick<DisputeFact, 'disputeId' | 'paymentId' | 'status'>;

/** A refund that failed, as the list tells it. */
export interface FailedRefund {
  readonly refundId: string;
  readonly paymentId: string;
}

/** A payment for an order, as the list tells it. */
export interface ListedPayment {
  readonly paymentId: string;
  /** What it was made for; left out by older versions, and where it was made for a payment request alone. */
  readonly orderId?: string;
  readonly status: 'captured' | 'authorized';
  /** Half of its manual expiry is over. */
  readonly nearExpiry: boolean;
}

/** What is left at Razorpay of a collection that nobody remembers; undefined when it made nothing. */
export type BegunMode = CollectionMode | undefined;
