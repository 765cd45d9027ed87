import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAccount, startWorld, type World } from './support.js';

const setting = {
  id: 'razorpay-customer',
  value: 'cust_00000000000001',
  entityType: 'ACCOUNT',
  entityId: 'ACC1',
  namespace: 'USER',
  name: 'RazorPayCustomerId',
  dataType: 'STRING',
};
const path = '/settings/setting.USER.razorpay-customer.ACCOUNT.ACC1';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await addAccount(world);
});
afterEach(() => world.simulator.close());

test('a setting is made, read by its composite id, changed and shown on the account', async () => {
  const made = await world.call('POST', '/settings', setting);
  expect(made).toMatchObject({ status: 201, json: setting });
  expect((await world.call('GET', path)).json).toEqual(setting);
  const changed = await world.call('PATCH', path, { value: 'cust_00000000000002' });
  expect(changed).toMatchObject({ status: 201, json: { ...setting, value: 'cust_00000000000002' } });
  const account = await world.call('GET', '/accounts/ACC1');
  expect(account.json['settings']).toMatchObject([{ id: 'razorpay-customer', value: 'cust_00000000000002' }]);
});

test('the list filters by entity, id and namespace', async () => {
  await addAccount(world, 'INR', 'ACC2');
  await world.call('POST', '/settings', setting);
  await world.call('POST', '/settings', { ...setting, id: 'other' });
  await world.call('POST', '/settings', { ...setting, namespace: 'togai' });
  await world.call('POST', '/settings', { ...setting, entityId: 'ACC2' });
  const count = async (query: string): Promise<number> => {
    const { json } = await world.call('GET', `/settings?${query}`);
    return (json['data'] as unknown[]).length;
  };
  expect(await count('entity_type=ACCOUNT&entity_id=ACC1')).toBe(3);
  expect(await count('entity_type=ACCOUNT&entity_id=ACC1&namespace=USER')).toBe(2);
  expect(await count('entity_type=ACCOUNT&entity_id=ACC1&setting_id=other')).toBe(1);
  expect(await count('setting_id=razorpay-customer')).toBe(3);
  expect(await count('entity_type=ACCOUNT&entity_id=ACC3')).toBe(0);
});

test('a duplicate, an unknown entity, a missing, an extra and a non-string field are refused', async () => {
  await world.call('POST', '/settings', setting);
  const nameless = { ...setting, name: undefined };
  const bad: [object, number][] = [
    [setting, 400],
    [{ ...setting, entityId: 'ACC9' }, 404],
    [nameless, 400],
    [{ ...setting, id: 'x', colour: 'red' }, 400],
    [{ ...setting, id: 'x', value: 5 }, 400],
    [{ ...setting, id: 'x', dataType: 'TEXT' }, 400],
  ];
  for (const [body, status] of bad) expect((await world.call('POST', '/settings', body)).status).toBe(status);
  expect((await world.call('PATCH', '/settings/setting.USER.x.ACCOUNT.ACC1', { value: 'y' })).status).toBe(
    404,
  );
});

test('settings cannot be patched on the account', async () => {
  expect((await world.call('PATCH', '/accounts/ACC1', { settings: [] })).status).toBe(400);
});
