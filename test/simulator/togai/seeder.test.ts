import { afterEach, expect, test } from 'vitest';
import { createTogaiSeeder } from '../../../testbed/simulator/seed-togai.js';
import { startWorld, token, type World } from './support.js';

let world: World;
afterEach(() => world.simulator.close());

test('accounts and invoices of every kind are made over HTTP', async () => {
  world = await startWorld();
  const seed = createTogaiSeeder({ togaiUrl: world.simulator.togaiUrl, token });
  const accountId = await seed.account({
    name: 'Acme',
    email: 'a@acme.example',
    phone: '+919000090000',
    currency: 'KWD',
    razorpayCustomerId: 'cust_00000000000001',
  });
  const settings = await world.call('GET', `/settings?entity_type=ACCOUNT&entity_id=${accountId}`);
  expect(settings.json['data']).toMatchObject([{ name: 'RazorPayCustomerId', value: 'cust_00000000000001' }]);
  const base = { accountId, amount: 1230, currency: 'KWD' };
  const plain = await seed.invoice(base);
  expect((await world.call('GET', `/invoices/${plain}`)).text).toMatch(
    /"status":"DUE".*"totalAmount":1\.23,/,
  );
  const odd = await seed.invoice({
    ...base,
    status: 'PARTIALLY_PAID',
    amountPaid: 1000,
    dueDate: '2027-01-01T00:00:00Z',
  });
  expect((await world.call('GET', `/invoices/${odd}`)).json).toMatchObject({
    status: 'PARTIALLY_PAID',
    paidAmount: 1,
    dueDate: '2027-01-01T00:00:00.000Z',
  });
  const group = await seed.invoiceGroupInvoice({
    ...base,
    groupName: 'Group',
    razorpayCustomerId: 'cust_00000000000002',
  });
  expect((await world.call('GET', `/invoices/${group.invoiceId}`)).json['ownerId']).toBe(group.groupId);
  const shared = await world.call('GET', `/settings?entity_type=INVOICE_GROUP&entity_id=${group.groupId}`);
  expect(shared.json['data']).toMatchObject([{ value: 'cust_00000000000002' }]);
});

test('a refusal of the simulator is an error that says why', async () => {
  world = await startWorld();
  const seed = createTogaiSeeder({ togaiUrl: world.simulator.togaiUrl, token });
  await expect(seed.invoice({ accountId: 'NOPE', amount: 100, currency: 'INR' })).rejects.toThrow(
    /404.*NOPE/,
  );
});
