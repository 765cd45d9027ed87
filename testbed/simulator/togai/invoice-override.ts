import type { Invoice, InvoiceStatus, LedgerEntry } from './entities.js';
import { notFound, TogaiRefusal } from './errors.js';
import { changeStatus } from './invoice-book.js';
import { invoiceDetails } from './invoice-details.js';
import { decimalsOf, toMinor } from './money.js';
import { accountOf, type TogaiStore } from './store.js';
import { dateTime } from './wire.js';

/** What the control API may set on an invoice. Amounts are decimal text in major units, `dueDate` Unix milliseconds. */
export interface InvoiceOverride {
  readonly status?: InvoiceStatus | undefined;
  readonly finalizingStatus?: 'FINALIZING' | 'FINALIZED' | undefined;
  readonly totalAmount?: string | undefined;
  /** As wallet or credits would have paid. */
  readonly paidAmount?: string | undefined;
  readonly dueDate?: number | undefined;
  readonly owner?: Invoice['owner'] | undefined;
}

/** Sets what only Togai itself could. The given paid amount is taken last, so it wins over what a status implies. */
export function overrideInvoice(store: TogaiStore, invoice: Invoice, change: InvoiceOverride): void {
  if (change.owner !== undefined) giveTo(store, invoice, change.owner);
  if (change.totalAmount !== undefined)
    changeTotal(store, invoice, toMinor(change.totalAmount, invoice.currency));
  if (change.finalizingStatus !== undefined) {
    invoice.finalizingStatus = change.finalizingStatus;
    noteChange(store, invoice, { kind: 'finalizing_status', value: change.finalizingStatus });
  }
  if (change.dueDate !== undefined) {
    invoice.dueDate = change.dueDate;
    noteChange(store, invoice, { kind: 'due_date', value: dateTime(change.dueDate) });
  }
  if (change.status !== undefined) changeStatus(store, invoice, change.status, 'control');
  if (change.paidAmount !== undefined) {
    invoice.recorded = toMinor(change.paidAmount, invoice.currency);
    invoice.paid = invoice.recorded;
    noteChange(store, invoice, { kind: 'paid_amount', amount: invoice.paid });
  }
  invoice.updatedAt = store.clock.now();
}

/** Another amount for the same invoice, in minor units; what was paid of it stays paid. */
export function changeTotal(store: TogaiStore, invoice: Invoice, total: number): void {
  invoice.total = total;
  invoice.updatedAt = store.clock.now();
  noteChange(store, invoice, { kind: 'total', amount: total });
}

function giveTo(store: TogaiStore, invoice: Invoice, owner: Invoice['owner']): void {
  if (owner.type === 'ACCOUNT') {
    const account = accountOf(store, owner.id);
    reprice(invoice, account.invoiceCurrency);
    invoice.details = invoiceDetails(store, invoice.customerId, { account });
  } else {
    const group = store.invoiceGroups.get(owner.id);
    if (group === undefined) throw notFound('Invoice group', owner.id);
    reprice(invoice, group.invoiceCurrency);
    invoice.details = invoiceDetails(store, invoice.customerId, { group });
  }
  invoice.owner = owner;
  noteChange(store, invoice, { kind: 'owner', value: `${owner.type} ${owner.id}` });
}

/** The same figures in the new owner's currency; nothing is converted. @throws TogaiRefusal 400 when the decimals differ */
function reprice(invoice: Invoice, currency: string): void {
  if (decimalsOf(currency) !== decimalsOf(invoice.currency)) {
    throw new TogaiRefusal(400, `owner: ${currency} has other decimals than ${invoice.currency}`);
  }
  invoice.currency = currency;
}

/** Writes down what became of anything but the status, stamped with Togai's clock. */
function noteChange(
  store: TogaiStore,
  { id: invoiceId, status }: Invoice,
  change: Pick<LedgerEntry, 'kind' | 'amount' | 'value'>,
): void {
  const at = store.clock.now();
  store.ledger.push({ ...change, at, invoiceId, from: status, to: status, by: 'control' });
}
