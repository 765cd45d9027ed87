import type { Money } from './money.js';

/** Togai's `InvoicesStatus`. */
export type InvoiceStatus =
  | 'DRAFT'
  | 'DUE'
  | 'PAID'
  | 'VOID'
  | 'UN_COLLECTIBLE'
  | 'REFUND_INITIATED'
  | 'REFUND_COMPLETED'
  | 'MERGED'
  | 'PARTIALLY_PAID';

/** What an amount at Togai means in subunits, or why it means nothing. */
export type InvoiceAmounts =
  | { readonly kind: 'exact'; readonly total: Money; readonly paid: Money }
  /** e.g. JPY 10.50, or KWD 1.005 (Razorpay wants the third decimal to be 0). */
  | { readonly kind: 'not_expressible'; readonly currency: string; readonly text: string }
  | { readonly kind: 'currency_unknown' };

/** An invoice as the billing system tells it now, in our terms. */
export interface BillingInvoice {
  readonly invoiceId: string;
  readonly status: InvoiceStatus;
  /** Togai's `finalizingStatus` is FINALIZING: tax, e-invoice or sync flows still run. */
  readonly finalizing: boolean;
  readonly ownerType: 'account' | 'invoice_group';
  /** Togai's `ownerId`: the account or the invoice group. */
  readonly ownerId: string;
  readonly amounts: InvoiceAmounts;
  /** Unix milliseconds. */
  readonly dueDate: number | undefined;
  /** ISO 3166-1 alpha-2, as Togai tells it of the billing address; undefined too in what was read before it was asked. */
  readonly country: string | undefined;
  /** The owner's setting `RazorPayCustomerId` as it stands, valid or not. */
  readonly customerIdSetting: string | undefined;
}

/** An account as the billing system tells it, already mapped to what Razorpay takes. */
export interface BillingAccount {
  readonly accountId: string;
  /** Undefined when the billing system names none: the account then shares a Razorpay customer with no other. */
  readonly togaiCustomerId: string | undefined;
  readonly status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  /** Togai's own name, kept as it is. */
  readonly originalName: string;
  /** 3 to 50 of Razorpay's allowed characters; undefined when nothing usable is left. */
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly contact: string | undefined;
  readonly customerIdSetting: string | undefined;
}
