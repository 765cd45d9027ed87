import Big from 'big.js';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { patchableStatuses, type Invoice, type LineItem } from './entities.js';
import { TogaiRefusal } from './errors.js';
import { changeStatus, openInvoice, requireUnlocked, totalOf } from './invoice-book.js';
import { invoiceSummary, invoiceView } from './invoice-view.js';
import { toMinor } from './money.js';
import { listPage, type Query, type Selection } from './paging.js';
import { accountOf, invoiceOf, noteObject, type TogaiStore } from './store.js';
import { decimalText, idOf, parseWith } from './wire.js';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const lineItem = z.object({
  id: z.string().optional(),
  description: z.string(),
  valuePerQuantity: decimalText.optional(),
  quantity: decimalText.optional(),
  value: decimalText.optional(),
});

const lineItems = z.array(lineItem).min(1).max(50);

/** `applyCredits` and `applyWalletBalance` are taken and change nothing: the simulated accounts have neither. */
const invoiceBody = z.object({
  accountId: z.string(),
  ownerType: z.enum(['ACCOUNT', 'INVOICE_GROUP']).optional(),
  startDate: instant,
  endDate: instant,
  idempotencyKey: z.string().optional(),
  status: z.enum(['DRAFT', 'DUE', 'PAID']),
  lineItems,
  autoAdvance: z.boolean().optional(),
  applyCredits: z.boolean().optional(),
  applyWalletBalance: z.boolean().optional(),
});

const invoiceChange = z.strictObject({
  status: z.enum(patchableStatuses).optional(),
  startDate: instant.optional(),
  endDate: instant.optional(),
  lineItems: lineItems.optional(),
  autoAdvance: z.boolean().optional(),
});

const millisecondText = z
  .string()
  .regex(/^\d{1,15}$/, 'must be epoch milliseconds')
  .transform(Number);

const listQuery = z.object({ start_time: millisecondText.optional(), end_time: millisecondText.optional() });

/** Each line is cut to the currency's decimals on its own, as Togai adjusts line items. */
function readLines(items: z.infer<typeof lineItems>, currency: string): LineItem[] {
  return items.map((item) => {
    const { value, valuePerQuantity, quantity = '1' } = item;
    const text =
      value ??
      (valuePerQuantity === undefined ? undefined : new Big(valuePerQuantity).times(quantity).toFixed());
    if (text === undefined) throw new TogaiRefusal(400, 'lineItems: value or valuePerQuantity is required');
    return { description: item.description, amount: toMinor(text, currency) };
  });
}

/** Which date `start_time` and `end_time` mean is not published; here it is `invoiceDate`, both ends included. */
function select(store: TogaiStore, query: Query): Selection<Invoice> {
  const { start_time: start = 0, end_time: end = Number.POSITIVE_INFINITY } = parseWith(
    listQuery,
    query,
    422,
  );
  const { status, owner_id: owner, customer_id: customer } = query;
  return {
    rows: store.invoiceRows,
    matches: (invoice) =>
      (status === undefined || invoice.status === status) &&
      (owner === undefined || invoice.owner.id === owner) &&
      (customer === undefined || invoice.customerId === customer) &&
      invoice.invoiceDate >= start &&
      invoice.invoiceDate <= end,
  };
}

function isEditable(invoice: Invoice): boolean {
  return invoice.status === 'DRAFT';
}

/** @throws TogaiRefusal 400 when more than the status of a finished invoice is to change */
function applyChange(store: TogaiStore, invoice: Invoice, wish: z.infer<typeof invoiceChange>): Invoice {
  const { status, lineItems: items, ...change } = wish;
  const edits = items !== undefined || Object.keys(change).length > 0;
  if (edits && !isEditable(invoice)) {
    throw new TogaiRefusal(400, 'Only the status of an invoice that is no draft can be changed');
  }
  if (edits) {
    if (items !== undefined) invoice.lines = readLines(items, invoice.currency);
    invoice.total = totalOf(invoice.lines);
    invoice.startDate = change.startDate ?? invoice.startDate;
    invoice.endDate = change.endDate ?? invoice.endDate;
    invoice.autoAdvance = change.autoAdvance ?? invoice.autoAdvance;
    invoice.updatedAt = store.clock.now();
  }
  if (status !== undefined) changeStatus(store, invoice, status, 'api');
  return invoice;
}

/** `/invoices`. Every invoice made here is of type CUSTOM. */
export function invoiceRoutes(instance: FastifyInstance, store: TogaiStore): void {
  instance.post('/invoices', (request, reply) => {
    const body = parseWith(invoiceBody, request.body);
    const key = body.idempotencyKey;
    const known = key === undefined ? undefined : store.invoiceByIdempotencyKey.get(key);
    // The first invoice comes back whatever the second body says: Togai describes the key with its name only.
    if (known !== undefined) return reply.code(201).send(invoiceView(known));
    const account = accountOf(store, body.accountId);
    const invoice = openInvoice(store, {
      account,
      ownerType: body.ownerType ?? 'ACCOUNT',
      status: body.status,
      lines: readLines(body.lineItems, account.invoiceCurrency),
      autoAdvance: body.autoAdvance ?? false,
      startDate: body.startDate,
      endDate: body.endDate,
    });
    if (key !== undefined) store.invoiceByIdempotencyKey.set(key, invoice);
    return reply.code(201).send(invoiceView(invoice));
  });

  instance.get('/invoices', (request) =>
    listPage(request.query, { standard: 50, most: 50 }, (query) => select(store, query), invoiceSummary),
  );

  instance.get('/invoices/:id', (request) => invoiceView(invoiceOf(store, idOf(request))));

  instance.patch('/invoices/:id', (request) => {
    const invoice = invoiceOf(store, idOf(request));
    const change = parseWith(invoiceChange, request.body);
    requireUnlocked(store, invoice);
    if (store.lostUpdates === 0) return invoiceView(applyChange(store, invoice, change));
    store.lostUpdates -= 1;
    const { id: invoiceId, status } = invoice;
    store.ledger.push({
      kind: 'lost',
      at: store.clock.now(),
      invoiceId,
      from: status,
      to: status,
      by: 'api',
    });
    const elsewhere = { ...store, ledger: [], hint: () => undefined };
    return invoiceView(applyChange(elsewhere, structuredClone(invoice), change));
  });

  instance.delete('/invoices/:id', (request) => {
    const invoice = invoiceOf(store, idOf(request));
    if (!isEditable(invoice)) throw new TogaiRefusal(400, 'Only a draft can be deleted');
    store.invoices.delete(invoice.id);
    store.invoiceRows[store.invoiceRows.indexOf(invoice)] = undefined;
    noteObject(store, { object: 'invoice', id: invoice.id, change: 'deleted' });
    return { success: true };
  });
}
