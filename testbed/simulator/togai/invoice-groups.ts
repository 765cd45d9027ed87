import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { InvoiceGroup } from './entities.js';
import { notFound, TogaiRefusal } from './errors.js';
import { address, emailText } from './shapes.js';
import { accountOf, noteObject, type TogaiStore } from './store.js';
import { dateTime, idOf, parseWith, wholeNumber } from './wire.js';

const groupBody = z.object({
  name: z.string(),
  email: emailText,
  dailyInvoiceConsolidation: z.boolean(),
  accountIds: z.array(z.string()).min(1).max(100),
  netTermDays: wholeNumber.optional(),
  address,
});

/** The group as an account shows it. */
export function groupView(group: InvoiceGroup): object {
  const { id, name, email, dailyInvoiceConsolidation, netTermDays, invoiceCurrency } = group;
  return {
    id,
    name,
    email,
    dailyInvoiceConsolidation,
    netTermDays,
    invoiceCurrency,
    billingAddress: group.address,
  };
}

function fullView(group: InvoiceGroup): object {
  const at = dateTime(group.createdAt);
  return { ...groupView(group), accountsCount: group.accountsCount, createdAt: at, updatedAt: at };
}

/** `/invoice_groups`: making one and reading it. All its accounts must have one currency, which is the group's. */
export function invoiceGroupRoutes(instance: FastifyInstance, store: TogaiStore): void {
  instance.post('/invoice_groups', (request, reply) => {
    const body = parseWith(groupBody, request.body);
    const accounts = body.accountIds.map((id) => accountOf(store, id));
    const [currency, ...others] = new Set(accounts.map((account) => account.invoiceCurrency));
    if (currency === undefined || others.length > 0) {
      throw new TogaiRefusal(400, 'accountIds: the accounts of a group must have one invoice currency');
    }
    const group: InvoiceGroup = {
      id: `invoice_group.${store.newId('', 11)}.${store.newId('', 5)}`,
      name: body.name,
      email: body.email,
      dailyInvoiceConsolidation: body.dailyInvoiceConsolidation,
      netTermDays: body.netTermDays ?? 0,
      invoiceCurrency: currency,
      address: body.address,
      accountsCount: accounts.length,
      createdAt: store.clock.now(),
    };
    store.invoiceGroups.set(group.id, group);
    noteObject(store, { object: 'invoice_group', id: group.id, change: 'created' });
    for (const account of accounts) {
      account.invoiceGroupId = group.id;
      noteObject(store, { object: 'account', id: account.id, change: 'edited' });
    }
    return reply.code(201).send(fullView(group));
  });
  instance.get('/invoice_groups/:id', (request) => {
    const id = idOf(request);
    const group = store.invoiceGroups.get(id);
    if (group === undefined) throw notFound('Invoice group', id);
    return fullView(group);
  });
}
