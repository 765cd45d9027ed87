import { customerFor } from './customers.js';
import { badRequest } from './errors.js';
import type { CustomerEntity } from './entities.js';
import type { InvoiceEntity, LineItemEntity } from './invoice-entity.js';
import { flag, integer, notesOf, onlyKnown, requiredText, text } from './fields.js';
import { blockOf, find, listOf, type Body } from './request.js';
import type { Account } from './state.js';

const DRAFT_FIELDS = [
  'type', 'customer_id', 'customer', 'line_items', 'currency', 'description', 'draft', 'expire_by', 'sms_notify',
  'email_notify', 'partial_payment', 'first_payment_min_amount', 'receipt', 'invoice_number', 'terms', 'comment',
  'notes', 'date',
]; // prettier-ignore
/** What may still be changed when the customer has the invoice. */
const ISSUED_FIELDS = [
  'terms', 'notes', 'comment', 'expire_by', 'receipt', 'invoice_number', 'partial_payment',
]; // prettier-ignore

const FIFTEEN_MINUTES = 900;

/** The fields of an invoice that a request may set; only those that were sent. */
export type InvoiceChange = Partial<InvoiceEntity>;

/** Reads and checks what a create or PATCH says. */
export function invoiceChange(account: Account, body: Body, status: 'draft' | 'issued'): InvoiceChange {
  onlyKnown(body, status === 'draft' ? DRAFT_FIELDS : ISSUED_FIELDS);
  const change: InvoiceChange = {};
  const type = text(body, 'type');
  if (type !== null && type !== 'invoice')
    throw badRequest('The selected type is invalid.', { field: 'type' });
  const customer = customerOf(account, body);
  if (customer !== null) {
    change.customer_id = customer.id;
    change.customer_details = detailsOf(customer, blockOf(body, 'customer') ?? {});
  }
  const receipt = text(body, 'receipt', 40) ?? text(body, 'invoice_number', 40);
  if (receipt !== null) {
    change.receipt = receipt;
    change.invoice_number = receipt;
  }
  const expireBy = integer(body, 'expire_by');
  if (expireBy !== null) {
    if (expireBy < account.clock.seconds() + FIFTEEN_MINUTES) {
      throw badRequest('expire_by should be at least 15 minutes after current time.', { field: 'expire_by' });
    }
    change.expire_by = expireBy;
  }
  const notes = notesOf(body);
  if (notes !== null) change.notes = notes;
  const partial = flag(body, 'partial_payment');
  if (partial !== null) change.partial_payment = partial;
  const first = integer(body, 'first_payment_min_amount');
  if (first !== null) change.first_payment_min_amount = first;
  const date = integer(body, 'date');
  if (date !== null) change.date = date;
  for (const field of ['terms', 'comment', 'description'] as const) {
    const value = text(body, field, 2048);
    if (value !== null) change[field] = value;
  }
  Object.assign(change, itemsOf(account, body));
  return change;
}

function customerOf(account: Account, body: Body): CustomerEntity | null {
  const id = text(body, 'customer_id');
  if (id !== null) return find(account.state.customers, 'cust_', id);
  const block = blockOf(body, 'customer');
  if (block === null) return null;
  const details = Object.entries(block).filter(([field]) => !field.endsWith('_address'));
  return customerFor(account, Object.fromEntries(details), 'share');
}

function detailsOf(customer: CustomerEntity, given: Body): InvoiceEntity['customer_details'] {
  const { id, name, email, contact, gstin } = customer;
  return {
    id,
    name,
    email,
    contact,
    gstin,
    billing_address: blockOf(given, 'billing_address'),
    shipping_address: blockOf(given, 'shipping_address'),
    customer_name: name,
    customer_email: email,
    customer_contact: contact,
  };
}

function itemsOf(account: Account, body: Body): InvoiceChange {
  const currency = text(body, 'currency') ?? 'INR';
  const items = listOf(body, 'line_items');
  if (currency !== 'INR')
    throw badRequest("the merchant doesn't have international activated.", { field: 'currency' });
  if (items.length === 0) return body.currency === undefined ? {} : { currency };
  if (items.length > 50) {
    throw badRequest('The line_items may not have more than 50 items.', { field: 'line_items' });
  }
  const lines = items.map((item) => lineOf(account, item, currency));
  const amount = lines.reduce((total, line) => total + line.net_amount, 0);
  if (amount < 100) throw badRequest('The amount must be at least INR 1.00', { field: 'amount' });
  return {
    currency,
    line_items: lines,
    gross_amount: amount,
    taxable_amount: amount,
    amount,
    amount_due: amount,
  };
}

function lineOf(account: Account, item: Body, currency: string): LineItemEntity {
  onlyKnown(item, ['id', 'item_id', 'name', 'amount', 'unit_amount', 'currency', 'quantity', 'description']);
  const price = integer(item, 'amount') ?? integer(item, 'unit_amount');
  if (price === null) throw badRequest('The amount field is required.', { field: 'line_items.amount' });
  if (price < 0) throw badRequest('The amount must be at least 0.', { field: 'line_items.amount' });
  const quantity = integer(item, 'quantity') ?? 1;
  if (quantity < 1) throw badRequest('The quantity must be at least 1.', { field: 'line_items.quantity' });
  if ((text(item, 'currency') ?? currency) !== currency) {
    throw badRequest('Currency of all items should be the same as of the invoice.', { field: 'currency' });
  }
  const total = price * quantity;
  return {
    id: account.newId('li_'),
    item_id: text(item, 'item_id'),
    name: requiredText(item, 'name'),
    description: text(item, 'description'),
    amount: price,
    unit_amount: price,
    gross_amount: total,
    tax_amount: 0,
    taxable_amount: total,
    net_amount: total,
    currency,
    type: 'invoice',
    tax_inclusive: false,
    hsn_code: null,
    sac_code: null,
    tax_rate: null,
    unit: null,
    quantity,
    taxes: [],
  };
}
