import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAccount, startWorld, type World } from './support.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.simulator.close());

test('an account shows both its ids, its customer and its address with the phone number', async () => {
  await addAccount(world);
  const { json } = await world.call('GET', '/accounts/ACC1');
  expect(json).toMatchObject({
    id: 'ACC1',
    customerId: 'C-ACC1',
    status: 'ACTIVE',
    invoiceCurrency: 'INR',
    address: { phoneNumber: '+919000090000' },
  });
  expect(json['togaiAccountId']).toMatch(/^account\./);
  expect(json).not.toHaveProperty('phone');
});

test('a patch changes what it names; metadata is replaced as a whole', async () => {
  await addAccount(world);
  await world.call('PATCH', '/accounts/ACC1', { metadata: { GSTN: '1', VATN: '2' } });
  const { json } = await world.call('PATCH', '/accounts/ACC1', {
    name: 'Acme Private Ltd',
    metadata: { GSTN: '3' },
  });
  expect(json).toMatchObject({ name: 'Acme Private Ltd', customerId: 'C-ACC1', metadata: { GSTN: '3' } });
  expect(json['metadata']).toEqual({ GSTN: '3' });
});

test('a customer can bring its account and settings along', async () => {
  const made = await world.call('POST', '/customers', {
    id: 'C9',
    name: 'Nine',
    primaryEmail: 'nine@nine.example',
    address: { city: 'Pune' },
    account: {
      id: 'A9',
      name: 'Nine main',
      settings: [{ id: 's', value: 'v', namespace: 'USER', name: 's', dataType: 'STRING' }],
    },
  });
  expect(made.status).toBe(201);
  expect((await world.call('GET', '/accounts/A9')).json).toMatchObject({
    customerId: 'C9',
    settings: [{ id: 's' }],
  });
});

test('a duplicate id, an unknown customer and an unknown currency are refused', async () => {
  await addAccount(world);
  const account = { id: 'ACC2', name: 'Two', customerId: 'C-ACC1' };
  expect((await world.call('POST', '/accounts', { ...account, id: 'ACC1' })).status).toBe(400);
  expect((await world.call('POST', '/accounts', { ...account, customerId: 'C0' })).status).toBe(404);
  expect((await world.call('POST', '/accounts', { ...account, invoiceCurrency: 'XQX' })).status).toBe(400);
  expect((await world.call('GET', '/accounts/ACC2')).status).toBe(404);
});
