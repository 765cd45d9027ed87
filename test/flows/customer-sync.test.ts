import { expect, test } from 'vitest';
import { bill, booksOf, netbanking, pay, person, useStage } from './support/shop.js';

const stage = useStage();

const account = (more: object = {}) => stage().togai.account({ ...person(), currency: 'INR', ...more });
const sync = (accountId: string) =>
  stage().orchestrator.syncCustomer({ connection: stage().connection, accountId });
const customers = () => stage().simulator.razorpay.state.customers;

/** The account's setting at Togai. */
function settingOf(accountId: string): string | undefined {
  const settings = stage().simulator.togai.store.settingsByEntity.get(`ACCOUNT/${accountId}`) ?? [];
  return settings.find(({ id }) => id === 'RazorPayCustomerId')?.value;
}

async function change(accountId: string, fields: object): Promise<void> {
  const answer = await fetch(`${stage().simulator.togaiUrl}/accounts/${accountId}`, {
    ...{ method: 'PATCH', body: JSON.stringify(fields) },
    headers: { authorization: 'Bearer togai-token', 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function synced(accountId: string): Promise<string> {
  const result = await sync(accountId);
  if (result.status !== 'synced') throw new Error(`${result.reason}: ${result.detail}`);
  return result.customerId;
}

test('a new account gets a customer, Togai its id, and a second sync keeps both', async () => {
  const accountId = await account();
  const result = await sync(accountId);
  expect(result).toMatchObject({ status: 'synced', change: 'created', customerId: settingOf(accountId) });
  const before = customers().size;
  expect(await sync(accountId)).toMatchObject({ ...result, change: 'kept' });
  expect(customers().size).toBe(before);
});

test('changed details are carried over', async () => {
  const accountId = await account();
  const customerId = await synced(accountId);
  await change(accountId, { name: 'Asha Rao', primaryEmail: 'asha.rao@example.com' });
  expect(await sync(accountId)).toEqual({ status: 'synced', customerId, change: 'updated' });
  expect(customers().get(customerId)).toMatchObject({ name: 'Asha Rao', email: 'asha.rao@example.com' });
});

test.each([
  ['no customer id', 'verifone-4711', 'customer_id_invalid'],
  ['an id Razorpay does not know', 'cust_AAAAAAAAAAAAAA', 'customer_unknown_at_razorpay'],
])('a setting that holds %s is left alone and held', async (_name, razorpayCustomerId, reason) => {
  const accountId = await account({ razorpayCustomerId });
  const before = customers().size;
  expect(await sync(accountId)).toMatchObject({ status: 'held', reason });
  expect({ setting: settingOf(accountId), customers: customers().size }).toEqual({
    ...{ setting: razorpayCustomerId, customers: before },
  });
});

test("accounts of one Togai customer share a Razorpay customer, and the second never overwrites the first's", async () => {
  const [first, second] = [person(), person()];
  const customerId = await stage().togai.customer({ id: 'HOUSE', name: 'House' });
  const one = await account({ ...first, customerId });
  const shared = await synced(one);
  const two = await account({ ...second, email: first.email, customerId });
  expect(await sync(two)).toEqual({ status: 'synced', customerId: shared, change: 'adopted' });
  await change(two, { name: 'Somebody Else' });
  expect(await sync(two)).toMatchObject({ customerId: shared, change: 'kept' });
  expect(customers().get(shared)).toMatchObject({ name: first.name, contact: first.phone });
});

test("another Togai customer's Razorpay customer is not taken", async () => {
  const first = person();
  await synced(await account(first));
  const stranger = await account({ ...person(), phone: first.phone });
  expect(await sync(stranger)).toMatchObject({ status: 'held', reason: 'customer_of_another_account' });
  expect(settingOf(stranger)).toBeUndefined();
});

test('two syncs at once make one customer', async () => {
  const accountId = await account();
  const before = customers().size;
  const [one, two] = await Promise.all([synced(accountId), synced(accountId)]);
  expect(two).toBe(one);
  expect(customers().size).toBe(before + 1);
});

test('two invoices of one new account at once make one customer', async () => {
  const accountId = await account();
  const before = customers().size;
  const invoices = await Promise.all([bill(stage(), { accountId }), bill(stage(), { accountId })]);
  await Promise.all(invoices.map((invoice) => pay(stage(), invoice, 'first', netbanking)));
  expect(customers().size).toBe(before + 1);
  const owners = invoices.map((invoice) => booksOf(stage(), invoice).payments[0]?.customer_id);
  expect(owners).toEqual([settingOf(accountId), settingOf(accountId)]);
});
