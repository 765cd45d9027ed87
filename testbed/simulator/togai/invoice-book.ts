import type { Account, Invoice, InvoiceStatus, LineItem } from './entities.js';
import { TogaiRefusal } from './errors.js';
import { invoiceDetails } from './invoice-details.js';
import { noteObject, type TogaiStore } from './store.js';

const dayMs = 24 * 3600 * 1000;

/** What a new invoice is made of. Times are Unix milliseconds, line amounts minor units of `currency`. */
export interface NewInvoice {
  readonly account: Account;
  readonly ownerType: 'ACCOUNT' | 'INVOICE_GROUP';
  readonly status: InvoiceStatus;
  readonly lines: readonly LineItem[];
  readonly autoAdvance: boolean;
  readonly startDate: number;
  readonly endDate: number;
}

/** The sum of line items in minor units. */
export function totalOf(lines: readonly LineItem[]): number {
  return lines.reduce((sum, line) => sum + line.amount, 0);
}

/** Writes a new invoice into the books. @throws TogaiRefusal 400 when the account has no invoice group to own it */
export function openInvoice(store: TogaiStore, made: NewInvoice): Invoice {
  const { account, status } = made;
  const group =
    account.invoiceGroupId === undefined ? undefined : store.invoiceGroups.get(account.invoiceGroupId);
  const owned = made.ownerType === 'INVOICE_GROUP' ? group : undefined;
  if (made.ownerType === 'INVOICE_GROUP' && owned === undefined) {
    throw new TogaiRefusal(400, `ownerType: account ${account.id} belongs to no invoice group`);
  }
  const now = store.clock.now();
  const total = totalOf(made.lines);
  const netTermDays = owned?.netTermDays ?? account.netTermDays;
  const invoice: Invoice = {
    id: `inv.${store.newInvoiceId('', 11)}.${store.newInvoiceId('', 5)}`,
    sequenceId: `INV-${store.invoiceRows.length + 1}`,
    customerId: account.customerId,
    owner:
      owned === undefined ? { type: 'ACCOUNT', id: account.id } : { type: 'INVOICE_GROUP', id: owned.id },
    currency: owned?.invoiceCurrency ?? account.invoiceCurrency,
    status,
    finalizingStatus: status === 'DRAFT' ? undefined : 'FINALIZED',
    lines: made.lines,
    total,
    recorded: 0,
    paid: status === 'PAID' ? total : 0,
    autoAdvance: made.autoAdvance,
    startDate: made.startDate,
    endDate: made.endDate,
    generatedAt: now,
    invoiceDate: now,
    dueDate: now + netTermDays * dayMs,
    updatedAt: now,
    netTermDays,
    details: invoiceDetails(store, account.customerId, owned === undefined ? { account } : { group: owned }),
  };
  store.invoices.set(invoice.id, invoice);
  store.invoiceRows.push(invoice);
  noteObject(store, { object: 'invoice', id: invoice.id, change: 'created' });
  store.hint({ event: 'invoice.generated', invoiceId: invoice.id });
  return invoice;
}

/**
 * Gives an invoice a status. Togai publishes no transition table and says that the status "may be changed on any
 * invoice", so every change is made: a simulator that refused some would hide a caller's mistake behind an error
 * that the real API may not give. The ledger shows it. `paidAmount` follows: the whole total while the invoice is
 * PAID, what payments recorded once it is DUE again.
 */
export function changeStatus(store: TogaiStore, invoice: Invoice, to: InvoiceStatus, by: string): void {
  const from = invoice.status;
  const at = store.clock.now();
  store.ledger.push({ kind: from === to ? 'unchanged' : 'status', at, invoiceId: invoice.id, from, to, by });
  if (from === to) return;
  invoice.status = to;
  invoice.updatedAt = at;
  if (to === 'PAID') invoice.paid = invoice.total;
  if (to === 'DUE') invoice.paid = Math.min(invoice.recorded, invoice.total);
  if (to === 'DUE' && from === 'DRAFT') invoice.finalizingStatus = 'FINALIZED';
  if (to === 'DUE') store.hint({ event: 'invoice.updated', invoiceId: invoice.id });
}

/** The statuses in which money can be recorded against an invoice; PAID takes a surplus. Undocumented: our assumption. */
const payable: ReadonlySet<InvoiceStatus> = new Set(['DUE', 'PARTIALLY_PAID', 'PAID']);

/** @throws TogaiRefusal 400 when money cannot be recorded against the invoice as it stands */
export function requirePayable(invoice: Invoice): void {
  if (!payable.has(invoice.status)) throw new TogaiRefusal(400, `Invoice ${invoice.id} is ${invoice.status}`);
}

/** @throws TogaiRefusal 400 for as many writes as somebody has said */
export function requireUnlocked(store: TogaiStore, invoice: Invoice): void {
  if (store.writeRefusals === 0) return;
  store.writeRefusals -= 1;
  throw new TogaiRefusal(400, `Invoice ${invoice.id} is locked`);
}

/**
 * Records money against an invoice. More than the amount due is taken, too (Togai's payments behave like a wallet
 * ledger), so that a payment recorded twice is there twice, as it would be at Togai.
 * @param amount minor units of the invoice's currency
 */
export function recordMoney(store: TogaiStore, invoice: Invoice, amount: number, paymentId: string): void {
  const from = invoice.status;
  const at = store.clock.now();
  invoice.recorded += amount;
  invoice.paid = Math.max(invoice.paid, Math.min(invoice.recorded, invoice.total));
  invoice.status = invoice.paid >= invoice.total ? 'PAID' : 'PARTIALLY_PAID';
  invoice.updatedAt = at;
  store.ledger.push({
    kind: 'payment',
    at,
    invoiceId: invoice.id,
    from,
    to: invoice.status,
    by: paymentId,
    amount,
  });
}
