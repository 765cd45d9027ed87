import { describe, expect, test } from 'vitest';
import type { BillingAccount } from '../../contracts/billing.js';
import { account, createWorld, type World } from './support/world.js';

const ensure = (world: World, given: BillingAccount) =>
  world.run('ensureCustomer', { connection: 'main', accountId: given.accountId, account: given });

async function customerOf(world: World, given: BillingAccount = account): Promise<string> {
  const ensured = await ensure(world, given);
  if (ensured.kind !== 'customer') throw new Error(ensured.reason);
  return ensured.customerId;
}

const customers = ({ simulator }: World) => simulator.razorpay.state.customers;

describe('an account without the setting', () => {
  test('gets a customer whose notes say whose it is', async () => {
    const world = await createWorld();
    const ensured = await ensure(world, account);
    expect(ensured).toMatchObject({ kind: 'customer', change: 'created' });
    expect([...customers(world).values()]).toMatchObject([
      {
        name: 'Asha and Sohne',
        email: 'asha@example.com',
        notes: { po_account: 'ACC1', po_togai_customer: 'CUST1', po_name: 'Asha & Söhne' },
      },
    ]);
  });

  test('two syncs at once make one customer', async () => {
    const world = await createWorld();
    const [one, two] = await Promise.all([customerOf(world), customerOf(world)]);
    expect(one).toBe(two);
    expect(customers(world).size).toBe(1);
  });

  test('a lost answer makes no second customer', async () => {
    const world = await createWorld();
    world.proxy.next(/^POST \/v1\/customers/, 'lose_answer');
    const { failure } = await world.failing('ensureCustomer', {
      connection: 'main',
      accountId: 'ACC1',
      account,
    });
    expect([failure.type, failure.nonRetryable]).toEqual(['PROVIDER_UNAVAILABLE', false]);
    await customerOf(world);
    expect(customers(world).size).toBe(1);
  });

  test('shares the customer of another account of the same Togai customer, and leaves its details', async () => {
    const world = await createWorld();
    const first = await customerOf(world);
    const sibling = { ...account, accountId: 'ACC2', name: 'Asha South', contact: '+919999999999' };
    expect(await ensure(world, sibling)).toEqual({ kind: 'customer', customerId: first, change: 'adopted' });
    expect(customers(world).get(first)).toMatchObject({ name: 'Asha and Sohne', contact: '+919876543210' });
  });

  test('is held when the contact is the customer of somebody else', async () => {
    const world = await createWorld();
    await customerOf(world);
    const stranger = { ...account, accountId: 'ACC9', togaiCustomerId: 'CUST9', email: 'other@example.com' };
    expect(await ensure(world, stranger)).toMatchObject({
      kind: 'held',
      reason: 'customer_of_another_account',
    });
  });

  test('is held without e-mail and phone, and nothing is sent', async () => {
    const world = await createWorld();
    const ensured = await ensure(world, { ...account, email: undefined, contact: undefined });
    expect(ensured).toMatchObject({ kind: 'held', reason: 'customer_without_contact' });
    expect(world.proxy.seen).toEqual([]);
  });

  test('is held when Razorpay refuses the details, without repeating them', async () => {
    const world = await createWorld();
    const ensured = await ensure(world, { ...account, email: 'no address' });
    expect(ensured).toMatchObject({ kind: 'held', reason: 'customer_details_refused' });
    expect(JSON.stringify(ensured)).not.toContain('no address');
  });
});

describe('an account with the setting', () => {
  test('keeps its customer, with one read', async () => {
    const world = await createWorld();
    const id = await customerOf(world);
    world.proxy.seen.length = 0;
    const ensured = await ensure(world, { ...account, customerIdSetting: id });
    expect(ensured).toEqual({ kind: 'customer', customerId: id, change: 'kept' });
    expect(world.proxy.seen).toEqual([`GET /v1/customers/${id}`]);
  });

  test('carries changed details over to its own customer', async () => {
    const world = await createWorld();
    const id = await customerOf(world);
    const changed = { ...account, customerIdSetting: id, name: 'Asha Rao', email: 'rao@example.com' };
    expect(await ensure(world, changed)).toEqual({ kind: 'customer', customerId: id, change: 'updated' });
    expect(customers(world).get(id)).toMatchObject({ name: 'Asha Rao', email: 'rao@example.com' });
  });

  test('does not touch a customer another account made', async () => {
    const world = await createWorld();
    const id = await customerOf(world);
    const sibling = { ...account, accountId: 'ACC2', customerIdSetting: id, name: 'Asha South' };
    expect(await ensure(world, sibling)).toEqual({ kind: 'customer', customerId: id, change: 'kept' });
    expect(customers(world).get(id)?.name).toBe('Asha and Sohne');
  });

  test('is held when the new contact is somebody else’s', async () => {
    const world = await createWorld();
    const id = await customerOf(world);
    await customerOf(world, {
      ...account,
      accountId: 'ACC2',
      email: 'two@example.com',
      contact: '+918888888888',
    });
    const changed = { ...account, customerIdSetting: id, contact: '+918888888888' };
    expect(await ensure(world, changed)).toMatchObject({
      kind: 'held',
      reason: 'customer_of_another_account',
    });
  });

  test.each([
    ['verifone-1234', 'customer_id_invalid'],
    ['cust_ABCDEFGHIJKLMN', 'customer_unknown_at_razorpay'],
  ])('%s is held as %s', async (customerIdSetting, reason) => {
    const world = await createWorld();
    expect(await ensure(world, { ...account, customerIdSetting })).toMatchObject({ kind: 'held', reason });
  });
});
