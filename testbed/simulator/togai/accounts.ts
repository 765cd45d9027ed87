import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Account } from './entities.js';
import { TogaiRefusal } from './errors.js';
import { groupView } from './invoice-groups.js';
import { decimalsOf } from './money.js';
import { listPage } from './paging.js';
import { addSetting, embeddedSettings } from './settings.js';
import { address, currencyText, embeddedAccount, emailText, metadata, nameText } from './shapes.js';
import { accountOf, customerOf, noteObject, type TogaiStore } from './store.js';
import { idOf, parseWith, wholeNumber } from './wire.js';

const accountBody = embeddedAccount.extend({ customerId: z.string().min(1).max(255) });

/** `settings` is not among them, and unknown fields are refused (`additionalProperties: false`). */
const accountChange = z.strictObject({
  name: nameText.optional(),
  status: z.enum(['ACTIVE', 'DRAFT']).optional(),
  invoiceCurrency: currencyText.optional(),
  netTermDays: wholeNumber.optional(),
  primaryEmail: emailText.optional(),
  address: address.optional(),
  metadata: metadata.nullish(),
  tags: z.array(z.string()).optional(),
});

/** An account as the API shows it. */
export function accountView(store: TogaiStore, account: Account, withGroup = false): object {
  const { invoiceGroupId, ...shown } = account;
  const group = invoiceGroupId === undefined ? undefined : store.invoiceGroups.get(invoiceGroupId);
  return {
    ...shown,
    settings: embeddedSettings(store, 'ACCOUNT', account.id),
    ...(withGroup && group !== undefined ? { invoiceGroupDetails: groupView(group) } : {}),
  };
}

/** Adds an account and its embedded settings. @throws TogaiRefusal 400 for a duplicate id, 404 for an unknown customer */
export function addAccount(store: TogaiStore, body: z.infer<typeof accountBody>): Account {
  const customer = customerOf(store, body.customerId);
  if (store.accounts.has(body.id)) throw new TogaiRefusal(400, `Account ${body.id} already exists`);
  const { settings = [], aliases = [], ...rest } = body;
  const account: Account = {
    ...rest,
    togaiAccountId: `account.${store.newId('', 11)}.${store.newId('', 5)}`,
    togaiCustomerId: customer.togaiCustomerId,
    status: rest.status ?? 'ACTIVE',
    invoiceCurrency: rest.invoiceCurrency ?? store.baseCurrency,
    netTermDays: rest.netTermDays ?? 0,
    aliases,
  };
  decimalsOf(account.invoiceCurrency);
  store.accounts.set(account.id, account);
  store.accountRows.push(account);
  noteObject(store, { object: 'account', id: account.id, change: 'created' });
  for (const setting of settings)
    addSetting(store, { ...setting, entityType: 'ACCOUNT', entityId: account.id });
  store.hint({ event: 'account.created', accountId: account.id });
  return account;
}

/** `/accounts`. Deleting accounts was withdrawn from Togai's API and answers 404. */
export function accountRoutes(instance: FastifyInstance, store: TogaiStore): void {
  instance.post('/accounts', (request, reply) => {
    const account = addAccount(store, parseWith(accountBody, request.body));
    return reply.code(201).send(accountView(store, account));
  });
  instance.get('/accounts', (request) =>
    listPage(
      request.query,
      { standard: 20, most: 100 },
      () => ({ rows: store.accountRows, matches: () => true }),
      (account) => accountView(store, account),
    ),
  );
  instance.get<{ Querystring: { includeGroupDetails?: string } }>('/accounts/:id', (request) =>
    accountView(store, accountOf(store, idOf(request)), request.query.includeGroupDetails === 'true'),
  );
  instance.patch('/accounts/:id', (request) => {
    const account = accountOf(store, idOf(request));
    const { metadata: newMetadata, ...change } = parseWith(accountChange, request.body);
    if (change.invoiceCurrency !== undefined) decimalsOf(change.invoiceCurrency);
    Object.assign(account, change);
    // A non-null map replaces the whole one; null leaves it.
    if (newMetadata !== null && newMetadata !== undefined) account.metadata = newMetadata;
    noteObject(store, { object: 'account', id: account.id, change: 'edited' });
    return accountView(store, account);
  });
}
