import type { SimulatorClock } from '../frame.js';
import type { IdGenerator } from '../razorpay/ids.js';
import type {
  Account,
  Customer,
  Invoice,
  InvoiceGroup,
  LedgerEntry,
  ObjectEntry,
  Payment,
  Setting,
} from './entities.js';
import { notFound } from './errors.js';

/** What changed, for Togai's own outgoing webhook. */
export type TogaiHint =
  | { readonly event: 'account.created'; readonly accountId: string }
  | { readonly event: 'invoice.generated' | 'invoice.updated'; readonly invoiceId: string };

/** Everything the simulated Togai knows, in memory. */
export interface TogaiStore {
  readonly clock: SimulatorClock;
  readonly newId: IdGenerator;
  readonly newInvoiceId: IdGenerator;
  readonly baseCurrency: string;
  readonly customers: Map<string, Customer>;
  readonly accounts: Map<string, Account>;
  readonly invoiceGroups: Map<string, InvoiceGroup>;
  readonly settings: Map<string, Setting>;
  /** Settings by `<entityType>/<entityId>`, so that reading one account's does not scan them all. */
  readonly settingsByEntity: Map<string, Setting[]>;
  readonly invoices: Map<string, Invoice>;
  /** All invoices in the order they were made; a deleted one leaves a hole, so that page tokens stay right. */
  readonly invoiceRows: (Invoice | undefined)[];
  readonly invoiceByIdempotencyKey: Map<string, Invoice>;
  readonly payments: Map<string, Payment>;
  readonly paymentRows: Payment[];
  readonly accountRows: Account[];
  readonly settingRows: Setting[];
  readonly ledger: LedgerEntry[];
  readonly objects: ObjectEntry[];
  /** How many of the next `PATCH /invoices/:id` are answered and forgotten. */
  lostUpdates: number;
  /** How many of the next `PATCH /invoices/:id` and `POST /payments` together are refused. */
  writeRefusals: number;
  hint(hint: TogaiHint): void;
}

/** An empty Togai. */
export function createStore(options: {
  readonly clock: SimulatorClock;
  readonly newId: IdGenerator;
  readonly newInvoiceId: IdGenerator;
  readonly baseCurrency: string;
  readonly hint: (hint: TogaiHint) => void;
}): TogaiStore {
  return {
    ...options,
    customers: new Map(),
    accounts: new Map(),
    invoiceGroups: new Map(),
    settings: new Map(),
    settingsByEntity: new Map(),
    invoices: new Map(),
    invoiceRows: [],
    invoiceByIdempotencyKey: new Map(),
    payments: new Map(),
    paymentRows: [],
    accountRows: [],
    settingRows: [],
    ledger: [],
    objects: [],
    lostUpdates: 0,
    writeRefusals: 0,
  };
}

/** Writes down what happened to an object, stamped with Togai's clock. */
export function noteObject(store: TogaiStore, entry: Omit<ObjectEntry, 'at'>): void {
  store.objects.push({ at: store.clock.now(), ...entry });
}

/** @throws TogaiRefusal 404 */
export function customerOf(store: TogaiStore, id: string): Customer {
  const customer = store.customers.get(id);
  if (customer === undefined) throw notFound('Customer', id);
  return customer;
}

/** @throws TogaiRefusal 404 */
export function accountOf(store: TogaiStore, id: string): Account {
  const account = store.accounts.get(id);
  if (account === undefined) throw notFound('Account', id);
  return account;
}

/** @throws TogaiRefusal 404 */
export function invoiceOf(store: TogaiStore, id: string): Invoice {
  const invoice = store.invoices.get(id);
  if (invoice === undefined) throw notFound('Invoice', id);
  return invoice;
}
