import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accountView, addAccount } from './accounts.js';
import type { Customer } from './entities.js';
import { TogaiRefusal } from './errors.js';
import { addSetting, embeddedSettings } from './settings.js';
import { address, embeddedAccount, embeddedSetting, emailText, idText, nameText } from './shapes.js';
import { customerOf, noteObject, type TogaiStore } from './store.js';
import { dateTime, idOf, parseWith } from './wire.js';

const customerBody = z.object({
  id: idText,
  name: nameText,
  primaryEmail: emailText,
  address,
  settings: z.array(embeddedSetting).max(10).optional(),
  account: embeddedAccount.optional(),
});

const customerChange = z.strictObject({
  name: nameText.optional(),
  primaryEmail: emailText.optional(),
  address: address.optional(),
});

function customerView(customer: Customer): object {
  const { line1, line2, city, state, postalCode, country } = customer.address;
  const billing = [line1, line2, city, state, postalCode, country].filter((part) => part !== undefined);
  return {
    ...customer,
    billingAddress: billing.join(', '),
    status: 'ACTIVE',
    createdAt: dateTime(customer.createdAt),
    updatedAt: dateTime(customer.updatedAt),
  };
}

/** `/customers`. */
export function customerRoutes(instance: FastifyInstance, store: TogaiStore): void {
  instance.post('/customers', (request, reply) => {
    const { settings = [], account, ...body } = parseWith(customerBody, request.body);
    if (store.customers.has(body.id)) throw new TogaiRefusal(400, `Customer ${body.id} already exists`);
    if (account !== undefined && store.accounts.has(account.id)) {
      throw new TogaiRefusal(400, `Account ${account.id} already exists`);
    }
    const now = store.clock.now();
    const customer: Customer = {
      ...body,
      togaiCustomerId: `customer.${store.newId('', 11)}.${store.newId('', 5)}`,
      createdAt: now,
      updatedAt: now,
    };
    store.customers.set(customer.id, customer);
    noteObject(store, { object: 'customer', id: customer.id, change: 'created' });
    for (const setting of settings)
      addSetting(store, { ...setting, entityType: 'CUSTOMER', entityId: customer.id });
    const made =
      account === undefined ? undefined : addAccount(store, { ...account, customerId: customer.id });
    return reply.code(201).send({
      ...customerView(customer),
      settings: embeddedSettings(store, 'CUSTOMER', customer.id),
      ...(made === undefined ? {} : { account: accountView(store, made) }),
    });
  });
  instance.get('/customers/:id', (request) => customerView(customerOf(store, idOf(request))));
  instance.patch('/customers/:id', (request) => {
    const customer = customerOf(store, idOf(request));
    Object.assign(customer, parseWith(customerChange, request.body));
    customer.updatedAt = store.clock.now();
    noteObject(store, { object: 'customer', id: customer.id, change: 'edited' });
    return customerView(customer);
  });
}
