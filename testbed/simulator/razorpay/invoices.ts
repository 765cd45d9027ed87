import type { FastifyInstance } from 'fastify';
import { collection, page } from './collection.js';
import { badRequest, unknownRoute } from './errors.js';
import { flag } from './fields.js';
import type { InvoiceEntity, InvoiceRecord } from './invoice-entity.js';
import { invoiceChange } from './invoice-input.js';
import {
  issueInvoice,
  moveInvoice,
  notifyCustomer,
  requireStatus,
  carryChange,
} from './invoice-lifecycle.js';
import { bodyOf, find, param, queryOf, type Body } from './request.js';
import { note, type Account } from './state.js';

/** `/v1/invoices`. There is no idempotency of any kind: two creates are two invoices. */
export function invoiceRoutes(app: FastifyInstance, account: Account): void {
  const { invoices } = account.state;
  const show = ({ entity }: InvoiceRecord): InvoiceEntity => structuredClone(entity);

  app.post('/invoices', (request) => show(createInvoice(account, bodyOf(request))));

  app.get('/invoices', (request) => {
    const query = queryOf(request);
    const matching = [...invoices.values()].filter(({ entity }) =>
      (['type', 'payment_id', 'customer_id', 'receipt'] as const).every(
        (field) => query[field] === undefined || entity[field] === query[field],
      ),
    );
    return collection(page(query, matching, ({ entity }) => entity.created_at).map(show));
  });

  app.get('/invoices/:id', (request) => show(find(invoices, 'inv_', param(request, 'id'))));

  app.patch('/invoices/:id', (request) => {
    const record = find(invoices, 'inv_', param(request, 'id'));
    requireStatus(record, ['draft', 'issued']);
    const draft = record.entity.status === 'draft';
    Object.assign(record.entity, invoiceChange(account, bodyOf(request), draft ? 'draft' : 'issued'));
    if (!draft) carryChange(account, record);
    return show(record);
  });

  app.delete('/invoices/:id', (request) => {
    const record = find(invoices, 'inv_', param(request, 'id'));
    requireStatus(record, ['draft']);
    invoices.delete(record.entity.id);
    note(account, { object: 'invoice', id: record.entity.id, from: 'draft', to: 'deleted' });
    return [];
  });

  app.post('/invoices/:id/issue', (request) => {
    const record = find(invoices, 'inv_', param(request, 'id'));
    issueInvoice(account, record);
    sendPending(account, record);
    return show(record);
  });

  app.post('/invoices/:id/notify_by/:medium', (request) => {
    const record = find(invoices, 'inv_', param(request, 'id'));
    const medium = param(request, 'medium');
    if (medium !== 'sms' && medium !== 'email') throw unknownRoute();
    requireStatus(record, ['issued', 'partially_paid']);
    notifyCustomer(account, record, medium);
    return { success: true };
  });

  app.post('/invoices/:id/cancel', (request) => {
    const record = find(invoices, 'inv_', param(request, 'id'));
    requireStatus(record, ['issued']);
    record.expiry?.cancel();
    record.entity.cancelled_at = account.clock.seconds();
    record.entity.amount_due = null;
    record.entity.amount_paid = null;
    moveInvoice(account, record, 'cancelled');
    return show(record);
  });
}

function createInvoice(account: Account, body: Body): InvoiceRecord {
  const change = invoiceChange(account, body, 'draft');
  const draft = flag(body, 'draft') ?? false;
  if (!draft && change.customer_id == null) throw badRequest('customer is required.', { field: 'customer' });
  if (!draft && change.line_items === undefined) {
    throw badRequest('line_items is required.', { field: 'line_items' });
  }
  // Both messages go out unless they are switched off.
  const sms = flag(body, 'sms_notify') ?? true;
  const email = flag(body, 'email_notify') ?? true;
  const record: InvoiceRecord = {
    entity: { ...blankInvoice(account), ...change },
    code: account.newId('', 7),
    expiry: null,
  };
  const customer = account.state.customers.get(record.entity.customer_id ?? '');
  record.entity.sms_status = sms && customer?.contact != null ? 'pending' : null;
  record.entity.email_status = email && customer?.email != null ? 'pending' : null;
  account.state.invoices.set(record.entity.id, record);
  note(account, {
    object: 'invoice',
    id: record.entity.id,
    from: null,
    to: 'draft',
    amount: record.entity.amount,
  });
  if (!draft) {
    issueInvoice(account, record);
    sendPending(account, record);
  }
  return record;
}

/** What was asked for at creation goes out at issue. */
function sendPending(account: Account, record: InvoiceRecord): void {
  if (record.entity.sms_status === 'pending') notifyCustomer(account, record, 'sms');
  if (record.entity.email_status === 'pending') notifyCustomer(account, record, 'email');
}

function blankInvoice(account: Account): InvoiceEntity {
  const now = account.clock.seconds();
  return {
    id: account.newId('inv_'),
    entity: 'invoice',
    receipt: null,
    invoice_number: null,
    customer_id: null,
    customer_details: {},
    order_id: null,
    line_items: [],
    payment_id: null,
    status: 'draft',
    expire_by: null,
    issued_at: null,
    paid_at: null,
    cancelled_at: null,
    expired_at: null,
    sms_status: null,
    email_status: null,
    date: now,
    terms: null,
    partial_payment: false,
    gross_amount: 0,
    tax_amount: 0,
    taxable_amount: 0,
    amount: 0,
    amount_paid: 0,
    amount_due: 0,
    first_payment_min_amount: null,
    currency: 'INR',
    currency_symbol: '₹',
    description: null,
    notes: [],
    comment: null,
    short_url: null,
    view_less: true,
    billing_start: null,
    billing_end: null,
    type: 'invoice',
    group_taxes_discounts: false,
    created_at: now,
    idempotency_key: null,
  };
}
