import { badRequest } from './errors.js';
import type { InvoiceRecord, InvoiceStatus } from './invoice-entity.js';
import { requireActiveMerchant } from './merchant.js';
import { makeOrder } from './order-create.js';
import { captureSettings } from './capture-settings.js';
import { note, type Account } from './state.js';

/** Refuses what the invoice's state does not allow, in Razorpay's words. */
export function requireStatus({ entity }: InvoiceRecord, allowed: readonly InvoiceStatus[]): void {
  if (!allowed.includes(entity.status)) {
    throw badRequest(`Operation not allowed for Invoice in ${entity.status} status.`);
  }
}

/** Draft to issued: the order is made, the page opens, the clock of `expire_by` runs. */
export function issueInvoice(account: Account, record: InvoiceRecord): void {
  const invoice = record.entity;
  requireStatus(record, ['draft']);
  if (invoice.customer_id === null) throw badRequest('customer is required.', { field: 'customer' });
  if (invoice.line_items.length === 0) throw badRequest('line_items is required.', { field: 'line_items' });
  requireActiveMerchant(account);
  const order = makeOrder(account, {
    amount: invoice.amount,
    currency: invoice.currency,
    receipt: invoice.receipt,
    notes: [],
    partial: invoice.partial_payment,
    firstMinimum: invoice.first_payment_min_amount,
    customerId: invoice.customer_id,
    offerId: null,
    method: null,
    products: null,
    bankAccount: null,
    transfers: [],
    capture: captureSettings({}, 'payment'),
    invoiceId: invoice.id,
  });
  invoice.order_id = order.entity.id;
  invoice.short_url = `${account.publicUrl()}/i/${record.code}`;
  invoice.issued_at = account.clock.seconds();
  moveInvoice(account, record, 'issued');
  watchExpiry(account, record);
}

/** What was changed on an issued invoice reaches its order and its clock. */
export function carryChange(account: Account, record: InvoiceRecord): void {
  const order = account.state.orders.get(record.entity.order_id ?? '')?.entity;
  if (order !== undefined && record.entity.partial_payment) order.partial_payment = true;
  else delete order?.partial_payment;
  watchExpiry(account, record);
}

/** (Re)starts the clock of `expire_by`. */
function watchExpiry(account: Account, record: InvoiceRecord): void {
  record.expiry?.cancel();
  record.expiry = null;
  const { entity } = record;
  if (entity.expire_by === null) return;
  record.expiry = account.clock.at(entity.expire_by * 1000, () => {
    if (entity.status !== 'issued' && entity.status !== 'partially_paid') return;
    entity.expired_at = account.clock.seconds();
    moveInvoice(account, record, 'expired');
    account.webhooks.send('invoice.expired', { invoice: structuredClone(entity) });
  });
}

/** Sends the (simulated) message: it lands in the account's list of notifications. */
export function notifyCustomer(account: Account, record: InvoiceRecord, medium: 'sms' | 'email'): void {
  const invoice = record.entity;
  const customer = account.state.customers.get(invoice.customer_id ?? '');
  const to = medium === 'sms' ? customer?.contact : customer?.email;
  if (to == null) {
    throw badRequest(`The customer has no ${medium === 'sms' ? 'contact' : 'email'}.`, { field: medium });
  }
  account.state.notifications.push({ at: account.clock.now(), invoiceId: invoice.id, medium, to });
  if (medium === 'sms') invoice.sms_status = 'sent';
  else invoice.email_status = 'sent';
}

/** Changes the status and writes it down. */
export function moveInvoice(account: Account, { entity }: InvoiceRecord, to: InvoiceStatus): void {
  note(account, { object: 'invoice', id: entity.id, from: entity.status, to, amount: entity.amount });
  entity.status = to;
}
