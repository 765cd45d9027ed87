import type { BillingInvoice } from '../contracts/billing.js';
import type { Money } from '../contracts/money.js';
import type { Answer } from './answer.js';

/** A billing system's refusal; `notFound` when it does not know the object. */
export interface BillingRefusal {
  readonly status: number;
  readonly notFound: boolean;
  readonly message: string;
}

export type BillingAnswer<Value> = Answer<Value, BillingRefusal>;

/** An account in the billing system's own words, not yet mapped to what a payment provider takes. */
export interface BilledAccount {
  readonly accountId: string;
  readonly billingCustomerId: string | undefined;
  readonly status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly customerIdSetting: string | undefined;
}

/** One capture to be recorded against one invoice. */
export interface PaymentRecord {
  readonly accountId: string;
  readonly invoiceId: string;
  /** The payment provider's id; the record's `transactionNumber`. */
  readonly paymentId: string;
  readonly amount: Money;
}

/** Where a list goes on, and in what bites; the system's largest page when nothing is said. */
export interface PageRequest {
  readonly token: string | undefined;
  readonly pageSize: number | undefined;
}

export interface BillingPage<Item> {
  readonly items: readonly Item[];
  /** Undefined after the last page. */
  readonly next: string | undefined;
}

/**
 * The door to the system that bills; Togai is behind it. Money is exact in both directions. Every call throws
 * ProviderFailure, and answers a refusal as a value. Reads take the caller's signal; writes run to their own timeout.
 */
export interface BillingSystem {
  readInvoice(invoiceId: string, signal?: AbortSignal): Promise<BillingAnswer<BillingInvoice>>;
  /** The invoice without its owner's setting: one call, for reading before and after a write. */
  readInvoiceAlone(invoiceId: string, signal?: AbortSignal): Promise<BillingAnswer<BillingInvoice>>;
  readAccount(accountId: string, signal?: AbortSignal): Promise<BillingAnswer<BilledAccount>>;
  /** Creates or changes the owner's setting; does not read it back. */
  writeCustomerId(accountId: string, customerId: string): Promise<BillingAnswer<void>>;
  readCustomerId(accountId: string, signal?: AbortSignal): Promise<BillingAnswer<string | undefined>>;
  /** What `writeOutcome` left with the invoice; undefined when nothing. */
  readOutcome(invoiceId: string, signal?: AbortSignal): Promise<BillingAnswer<string | undefined>>;
  /** Keeps how our collection of the invoice ended, in place of what was kept before; does not read it back. */
  writeOutcome(invoiceId: string, value: string): Promise<BillingAnswer<void>>;
  markPaid(invoiceId: string): Promise<BillingAnswer<void>>;
  /** As far as the billing system's API can say that the money of a paid invoice went back. */
  markRefunded(invoiceId: string): Promise<BillingAnswer<void>>;
  /** Has no idempotency key: never to be called twice for one capture. */
  recordPayment(record: PaymentRecord): Promise<BillingAnswer<void>>;
  /**
   * Looks for a recorded payment by the payment provider's id, page by page.
   * @returns undefined when the budget of pages was used up before the end
   */
  findRecordedPayment(
    paymentId: string,
    pages: number,
    signal?: AbortSignal,
  ): Promise<BillingAnswer<boolean | undefined>>;
  /** Ids of the invoices that have this status; a page may be empty and another follow. */
  listInvoices(
    status: 'DUE' | 'PARTIALLY_PAID',
    page: PageRequest,
    signal?: AbortSignal,
  ): Promise<BillingAnswer<BillingPage<string>>>;
  /** Accounts that may be billed. */
  listAccounts(
    page: PageRequest,
    signal?: AbortSignal,
  ): Promise<BillingAnswer<BillingPage<Pick<BilledAccount, 'accountId' | 'customerIdSetting'>>>>;
  /** The cheapest authenticated read, to try a token. */
  checkToken(signal?: AbortSignal): Promise<BillingAnswer<void>>;
  close(): Promise<void>;
}
