import type { FastifyInstance } from 'fastify';
import { collection, page } from './collection.js';
import type { CustomerEntity } from './entities.js';
import { badRequest, notApplicable } from './errors.js';
import { contactOf, emailOf, notesOf, onlyKnown, text } from './fields.js';
import { bodyOf, find, param, queryOf, type Body } from './request.js';
import { note, type Account } from './state.js';

const KNOWN = ['name', 'email', 'contact', 'gstin', 'notes', 'fail_existing'];

/** `/v1/customers`. There is no search by e-mail or phone. */
export function customerRoutes(app: FastifyInstance, account: Account): void {
  const { customers } = account.state;

  app.post('/customers', (request) => {
    const body = bodyOf(request);
    onlyKnown(body, KNOWN);
    // Only the string "0" is honoured; a number 0 counts as not sent (razorpay-node#377).
    return structuredClone(customerFor(account, body, body.fail_existing === '0' ? 'share' : 'refuse'));
  });

  app.get('/customers', (request) => {
    const shown = page(queryOf(request), [...customers.values()], (customer) => customer.created_at);
    return collection(shown.map((customer) => structuredClone(customer)));
  });

  app.get('/customers/:id', (request) => structuredClone(find(customers, 'cust_', param(request, 'id'))));

  app.put('/customers/:id', (request) => {
    const customer = find(customers, 'cust_', param(request, 'id'));
    const body = bodyOf(request);
    onlyKnown(body, ['name', 'email', 'contact', 'gstin', 'notes']);
    const change = detailsOf(body);
    const other = match(account, change.contact, change.email, customer.id);
    if (other !== null) throw alreadyExists();
    customer.name = change.name ?? customer.name;
    customer.email = change.email ?? customer.email;
    customer.contact = change.contact ?? customer.contact;
    customer.gstin = change.gstin ?? customer.gstin;
    customer.notes = change.notes ?? customer.notes;
    note(account, { object: 'customer', id: customer.id, from: 'created', to: 'edited' });
    return structuredClone(customer);
  });
}

/** A new customer, or the one with the same contact or e-mail, when sharing is asked for. */
export function customerFor(account: Account, body: Body, existing: 'share' | 'refuse'): CustomerEntity {
  const details = detailsOf(body);
  const same = match(account, details.contact, details.email, null);
  if (same !== null) {
    if (existing === 'share') return same;
    throw alreadyExists();
  }
  const customer: CustomerEntity = {
    id: account.newId('cust_'),
    entity: 'customer',
    name: details.name,
    email: details.email,
    contact: details.contact,
    gstin: details.gstin,
    notes: details.notes ?? [],
    created_at: account.clock.seconds(),
  };
  account.state.customers.set(customer.id, customer);
  note(account, { object: 'customer', id: customer.id, from: null, to: 'created' });
  return customer;
}

/** The existing id is not told. */
function alreadyExists(): Error {
  return notApplicable(400, 'Customer already exists for the merchant');
}

function match(
  account: Account,
  contact: string | null,
  email: string | null,
  except: string | null,
): CustomerEntity | null {
  for (const customer of account.state.customers.values()) {
    if (customer.id === except) continue;
    if (contact !== null && customer.contact === contact) return customer;
    if (email !== null && customer.email === email) return customer;
  }
  return null;
}

function detailsOf(body: Body): Pick<CustomerEntity, 'name' | 'email' | 'contact' | 'gstin'> & {
  readonly notes: CustomerEntity['notes'] | null;
} {
  const name = text(body, 'name');
  if (name !== null && name.length > 50) {
    throw badRequest('The name may not be greater than 50 characters.', { field: 'name' });
  }
  if (name !== null && (name.length < 3 || !/^[\p{L}\p{N} .'/@()]+$/u.test(name))) {
    throw badRequest('The name format is invalid.', { field: 'name' });
  }
  const gstin = text(body, 'gstin');
  if (gstin !== null && !/^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]$/.test(gstin)) {
    throw badRequest('The gstin field is invalid.', { field: 'gstin' });
  }
  return { name, email: emailOf(body, 64), contact: contactOf(body), gstin, notes: notesOf(body) };
}
