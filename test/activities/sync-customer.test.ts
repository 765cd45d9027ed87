import { describe, expect, test } from 'vitest';
import { ensureCustomer } from '../../activities/ensure-customer.js';
import { account } from './support/payments.js';
import { createWorld, writes, type World } from './support/world.js';

interface Known {
  readonly id?: string;
  readonly customerId?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly razorpayCustomerId?: string;
}

/** An account in Togai, of the Togai customer CUST1 unless told otherwise. */
async function seeded(world: World, change: Known = {}): Promise<void> {
  const { customerId = 'CUST1' } = change;
  if (!world.simulator.togai.store.customers.has(customerId)) await world.togai.customer({ id: customerId });
  await world.togai.account({
    id: 'ACC1',
    name: 'Asha & Söhne',
    email: 'asha@example.com',
    phone: '+91 98765 43210',
    currency: 'INR',
    ...change,
    customerId,
  });
}

const sync = (world: World, accountId = 'ACC1') =>
  world.run('syncCustomer', { connection: 'main', accountId });

async function customerOf(world: World, accountId = 'ACC1'): Promise<string> {
  const synced = await sync(world, accountId);
  if (synced.status !== 'synced') throw new Error(synced.reason);
  return synced.customerId;
}

const customers = ({ simulator }: World) => simulator.razorpay.state.customers;
const settingOf = ({ simulator }: World, accountId: string) =>
  simulator.togai.store.settingsByEntity.get(`ACCOUNT/${accountId}`)?.map(({ id, value }) => [id, value]);
const toRazorpay = ({ proxy }: World) => proxy.seen.filter((seen) => seen.includes(' /v1/'));
/** What a person at Togai changes in an account. */
const change = ({ simulator }: World, to: object, accountId = 'ACC1') =>
  Object.assign(simulator.togai.store.accounts.get(accountId)!, to);

describe('an account without the setting', () => {
  test('gets a customer whose notes say whose it is, and the setting', async () => {
    const world = await createWorld();
    await seeded(world);
    const synced = await sync(world);
    const [id] = [...customers(world).keys()];
    expect(synced).toEqual({ status: 'synced', customerId: id, change: 'created' });
    expect([...customers(world).values()]).toMatchObject([
      {
        name: 'Asha and Sohne',
        email: 'asha@example.com',
        contact: '+919876543210',
        notes: { po_account: 'ACC1', po_togai_customer: 'CUST1', po_name: 'Asha & Söhne' },
      },
    ]);
    expect(settingOf(world, 'ACC1')).toEqual([['RazorPayCustomerId', id]]);
  });

  test('two syncs at once make one customer, and both tell it', async () => {
    const world = await createWorld();
    await seeded(world);
    const [one, two] = await Promise.all([customerOf(world), customerOf(world)]);
    expect(one).toBe(two);
    expect(customers(world).size).toBe(1);
    expect(settingOf(world, 'ACC1')).toEqual([['RazorPayCustomerId', one]]);
  });

  test('a lost answer makes no second customer', async () => {
    const world = await createWorld();
    await seeded(world);
    world.proxy.next(/^POST \/v1\/customers/, 'lose_answer');
    const { failure } = await world.failing('syncCustomer', { connection: 'main', accountId: 'ACC1' });
    expect([failure.type, failure.nonRetryable]).toEqual(['PROVIDER_UNAVAILABLE', false]);
    await customerOf(world);
    expect(customers(world).size).toBe(1);
  });

  test.each(['lose_answer', 'lose_request', { status: 503 }] as const)(
    'whatever becomes of the write to Togai, another try ends the same: %j',
    async (fault) => {
      const world = await createWorld();
      await seeded(world);
      world.proxy.next(/^POST \/togai\/settings/, fault);
      const first = await sync(world).catch(() => undefined);
      const id = await customerOf(world);
      expect([first?.status === 'synced' ? first.customerId : id, customers(world).size]).toEqual([id, 1]);
      expect(settingOf(world, 'ACC1')).toEqual([['RazorPayCustomerId', id]]);
    },
  );

  test('shares the customer of another account of the same Togai customer, and leaves its details', async () => {
    const world = await createWorld();
    await seeded(world);
    await seeded(world, { id: 'ACC2', name: 'Asha South', phone: '+919999999999' });
    const first = await customerOf(world);
    expect(await sync(world, 'ACC2')).toEqual({ status: 'synced', customerId: first, change: 'adopted' });
    expect(customers(world).get(first)).toMatchObject({ name: 'Asha and Sohne', contact: '+919876543210' });
    expect(settingOf(world, 'ACC2')).toEqual([['RazorPayCustomerId', first]]);
  });

  test('is held when the contact is the customer of somebody else, and gets no setting', async () => {
    const world = await createWorld();
    await seeded(world);
    await customerOf(world);
    await seeded(world, { id: 'ACC9', customerId: 'CUST9', email: 'other@example.com' });
    expect(await sync(world, 'ACC9')).toMatchObject({
      status: 'held',
      reason: 'customer_of_another_account',
    });
    expect(settingOf(world, 'ACC9')).toBeUndefined();
  });

  test.each(['', undefined])('shares no customer when no Togai customer is told (%j)', async (told) => {
    const world = await createWorld();
    await seeded(world);
    change(world, { customerId: told, togaiCustomerId: told });
    const first = await customerOf(world);
    expect(customers(world).get(first)?.notes).toEqual({ po_account: 'ACC1', po_name: 'Asha & Söhne' });
    await seeded(world, { id: 'ACC2', name: 'Asha South' });
    change(world, { customerId: told, togaiCustomerId: told }, 'ACC2');
    const held = { status: 'held', reason: 'customer_of_another_account' };
    expect(await sync(world, 'ACC2')).toMatchObject(held);
    // A customer of an earlier version, whose note says nothing.
    Object.assign(customers(world).get(first)!, { notes: { po_account: 'ACC1', po_togai_customer: '' } });
    expect(await sync(world, 'ACC2')).toMatchObject(held);
    expect(settingOf(world, 'ACC2')).toBeUndefined();
  });

  test('is held without e-mail and phone, and nothing is sent', async () => {
    const world = await createWorld();
    await seeded(world);
    change(world, { primaryEmail: undefined, address: undefined });
    expect(await sync(world)).toMatchObject({ status: 'held', reason: 'customer_without_contact' });
    expect([toRazorpay(world), writes(world)]).toEqual([[], []]);
  });

  test('is held when Razorpay refuses the details, without repeating them', async () => {
    const world = await createWorld();
    // What is mapped from Togai meets every limit that is published; this one does not.
    const unmapped = { ...account, email: 'no address' };
    const ensured = await world.inActivity(({ razorpay }) => ensureCustomer(razorpay, unmapped));
    expect(ensured).toMatchObject({ kind: 'held', reason: 'customer_details_refused' });
    expect(JSON.stringify(ensured)).not.toContain('no address');
  });
});

describe('an account with the setting', () => {
  test('keeps its customer, with one read at Razorpay, and nothing is written', async () => {
    const world = await createWorld();
    await seeded(world);
    const id = await customerOf(world);
    world.proxy.seen.length = 0;
    expect(await sync(world)).toEqual({ status: 'synced', customerId: id, change: 'kept' });
    expect(toRazorpay(world)).toEqual([`GET /v1/customers/${id}`]);
    // The account, its setting and the customer.
    expect(world.proxy.seen).toHaveLength(3);
    expect(writes(world)).toEqual([]);
  });

  test('carries changed details over to its own customer', async () => {
    const world = await createWorld();
    await seeded(world);
    const id = await customerOf(world);
    change(world, { name: 'Asha Rao', primaryEmail: 'rao@example.com' });
    expect(await sync(world)).toEqual({ status: 'synced', customerId: id, change: 'updated' });
    expect(customers(world).get(id)).toMatchObject({ name: 'Asha Rao', email: 'rao@example.com' });
  });

  test('does not touch a customer another account made', async () => {
    const world = await createWorld();
    await seeded(world);
    const id = await customerOf(world);
    await seeded(world, { id: 'ACC2', name: 'Asha South', razorpayCustomerId: id });
    expect(await sync(world, 'ACC2')).toEqual({ status: 'synced', customerId: id, change: 'kept' });
    expect(customers(world).get(id)?.name).toBe('Asha and Sohne');
  });

  test('is held when the new contact is somebody else’s', async () => {
    const world = await createWorld();
    await seeded(world);
    await customerOf(world);
    await seeded(world, { id: 'ACC2', email: 'two@example.com', phone: '+918888888888' });
    await customerOf(world, 'ACC2');
    change(world, { address: { phoneNumber: '+918888888888' } });
    expect(await sync(world)).toMatchObject({ status: 'held', reason: 'customer_of_another_account' });
  });

  test.each([
    ['verifone-1234', 'customer_id_invalid'],
    ['cust_ABCDEFGHIJKLMN', 'customer_unknown_at_razorpay'],
  ])('%s is held as %s, and is left as it stands', async (razorpayCustomerId, reason) => {
    const world = await createWorld();
    await seeded(world, { razorpayCustomerId });
    expect(await sync(world)).toMatchObject({ status: 'held', reason });
    expect(writes(world)).toEqual([]);
    expect(settingOf(world, 'ACC1')).toEqual([['RazorPayCustomerId', razorpayCustomerId]]);
  });
});
