import { afterEach, expect, test } from 'vitest';
import { addAccount, addInvoice, paymentBody, startWorld, type World } from '../togai/support.js';

let world: World;
afterEach(() => world.simulator.close());

test('a refused write of either kind changes nothing, and the next is taken', async () => {
  world = await startWorld();
  await addAccount(world);
  const marked = await addInvoice(world, '100');
  const recorded = await addInvoice(world, '100');
  const write = async () => [
    (await world.call('PATCH', `/invoices/${marked}`, { status: 'PAID' })).status,
    (await world.call('POST', '/payments', paymentBody(recorded, '100'))).status,
  ];
  await world.control('POST', '/togai/write-refusals', { count: 2 });
  expect(await write()).toEqual([400, 400]);
  const { ledger, payments } = world.simulator.togai.store;
  expect([ledger.length, payments.size]).toEqual([0, 0]);
  expect(await write()).toEqual([200, 201]);
  expect(ledger).toMatchObject([
    { kind: 'status', invoiceId: marked, to: 'PAID' },
    { kind: 'payment', invoiceId: recorded, to: 'PAID' },
  ]);
});
