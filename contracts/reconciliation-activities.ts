import type { InvoiceStatus } from './billing.js';
import type { BusinessTime, Hint } from './collection.js';
import type { CollectionMode, Policy } from './policy.js';
import type {
  BegunMode,
  CollectionStanding,
  CustomerStanding,
  FailedRefund,
  HeldWorkflow,
  KnownPayment,
  ListedDispute,
  ListedPayment,
  ListWindow,
  OpenStatus,
} from './reconciliation.js';
import type { CaptureNow, SettledRow } from './settlement.js';

interface Page {
  readonly connection: string;
  readonly pageSize: number | undefined;
}

export interface ListOpenInvoicesInput extends Page {
  readonly status: OpenStatus;
  readonly token: string | undefined;
}

export interface ListInWindowInput extends Page, ListWindow {
  readonly skip: number;
  /** Business time, Unix milliseconds. */
  readonly now: number;
}

interface InvoiceName {
  readonly connection: string;
  readonly invoiceId: string;
}

export interface StartCollectionInput extends InvoiceName {
  readonly mode: CollectionMode;
  readonly late: boolean;
  /** Our receipts say that an earlier run has begun it. */
  readonly begun?: true;
  /** Queue of the workflows. */
  readonly taskQueue: string;
  readonly time: BusinessTime | undefined;
  /** Business time, Unix milliseconds. */
  readonly now: number;
}

/** An order that Razorpay may have made for a payment request of ours. */
export interface RequestedOrder {
  readonly orderId: string;
  readonly receipt: string;
}

export interface ListHeldInput {
  readonly connection: string;
  /** When this reconciliation began: business time, Unix milliseconds. */
  readonly now: number;
}

/** What reconciliation needs beyond the collection's own activities. None of them moves money or writes to a provider. */
export interface ReconciliationActivities {
  /** Temporal: what of the connection waits for a person; tells metrics of all and the log of those that are due. */
  listHeld(input: ListHeldInput): Promise<{
    readonly total: number;
    /** Those held longest, as many as a report lists. */
    readonly oldest: readonly HeldWorkflow[];
  }>;
  /** Togai: one page of invoices that still ask for money. */
  listOpenInvoices(input: ListOpenInvoicesInput): Promise<{
    readonly invoiceIds: readonly string[];
    readonly next: string | undefined;
    readonly starts: Policy['reconcileStarts'];
  }>;
  /** Temporal: one page of the collections of which a run was stopped that had made something at Razorpay. */
  listStopped(input: Page & { readonly token: string | undefined }): Promise<{
    /** Runs read. */
    readonly read: number;
    readonly next: string | undefined;
    readonly invoiceIds: readonly string[];
  }>;
  /** Togai: one page of accounts, with and without a valid customer id. */
  listAccounts(input: Page & { readonly token: string | undefined }): Promise<{
    readonly read: number;
    readonly next: string | undefined;
    readonly unsynced: readonly { readonly accountId: string; readonly setting: 'missing' | 'invalid' }[];
    /** Ids of the others. */
    readonly synced: readonly string[];
  }>;
  /** Both: nothing personal goes on to Temporal. */
  compareCustomer(input: {
    readonly connection: string;
    readonly accountId: string;
  }): Promise<CustomerStanding>;
  /** Razorpay: one page of payments; those that are captured or authorized, on an order or a payment request. */
  listPayments(input: ListInWindowInput): Promise<{
    readonly read: number;
    readonly more: boolean;
    readonly payments: readonly ListedPayment[];
  }>;
  /** Razorpay: one page of orders; those of ours that are attempted for over 15 minutes. */
  listAttemptedOrders(input: ListInWindowInput): Promise<{
    readonly read: number;
    readonly more: boolean;
    readonly orders: readonly { readonly orderId: string; readonly invoiceId: string }[];
    /** Those with a receipt of our form and no notes of ours, as payment requests have them; left out by older versions. */
    readonly requested?: readonly RequestedOrder[];
  }>;
  /** Razorpay: the invoice that an order's payment request was made for by us; undefined when it is none of ours. */
  findRequested(input: RequestedOrder & { readonly connection: string }): Promise<string | undefined>;
  /** Razorpay: one page of what was settled on an Indian calendar day; the payments and refunds on orders. */
  listSettled(input: Page & { readonly day: string; readonly skip: number }): Promise<{
    readonly read: number;
    readonly more: boolean;
    /** On hold or not settled yet. */
    readonly waiting: number;
    /** Of a shape that nobody expected. */
    readonly unreadable: number;
    readonly rows: readonly SettledRow[];
  }>;
  /** Razorpay: one page of disputes, of all payments of the account. */
  listDisputes(input: ListInWindowInput): Promise<{
    readonly read: number;
    readonly more: boolean;
    readonly disputes: readonly ListedDispute[];
  }>;
  /** Temporal: those of them whose payment a collection has seen that does not know the dispute as it stands. */
  unknownDisputes(input: {
    readonly connection: string;
    readonly disputes: readonly ListedDispute[];
  }): Promise<readonly (ListedDispute & { readonly invoiceId: string })[]>;
  /** Razorpay: one page of refunds, of all payments of the account; those that failed. */
  listFailedRefunds(input: ListInWindowInput): Promise<{
    readonly read: number;
    readonly more: boolean;
    readonly refunds: readonly FailedRefund[];
  }>;
  /** Razorpay: subunits of these payments that are kept now, whatever was counted. */
  readKept(input: { readonly connection: string; readonly paymentIds: readonly string[] }): Promise<number>;
  /** Razorpay: what came in with a payment, and what of it went back. */
  readCapture(input: { readonly connection: string; readonly paymentId: string }): Promise<CaptureNow>;
  /** Togai: undefined when it does not know the invoice. */
  readInvoiceStatus(input: InvoiceName): Promise<InvoiceStatus | undefined>;
  /** Razorpay: in which mode an earlier collection began this invoice, by our receipts. */
  findBegun(input: InvoiceName): Promise<BegunMode>;
  /** Temporal: where the collections of these invoices stand. */
  standingsOf(input: {
    readonly connection: string;
    readonly invoiceIds: readonly string[];
  }): Promise<readonly CollectionStanding[]>;
  /** Temporal: which collections have seen these payments; those that none has are left out. */
  knownPayments(input: {
    readonly connection: string;
    readonly paymentIds: readonly string[];
  }): Promise<readonly KnownPayment[]>;
  /** Temporal: starts a collection; one that runs already is left alone. */
  startCollection(input: StartCollectionInput): Promise<void>;
  /** Temporal: makes a running collection look. @returns false when none runs */
  hintCollection(input: InvoiceName & { readonly hint: Hint }): Promise<boolean>;
}
