import { afterEach, expect, test } from 'vitest';
import { addAccount, addInvoice, startWorld, type World } from '../togai/support.js';

let world: World;
afterEach(() => world.simulator.close());

test('a lost update is answered as if it were done, and is not', async () => {
  world = await startWorld();
  await addAccount(world);
  const id = await addInvoice(world, '100');
  await world.control('POST', '/togai/lost-updates', { count: 1 });
  const answer = await world.call('PATCH', `/invoices/${id}`, { status: 'PAID' });
  expect([answer.status, answer.json['status'], answer.json['paidAmount']]).toEqual([200, 'PAID', 100]);
  const read = await world.call('GET', `/invoices/${id}`);
  expect([read.json['status'], read.json['paidAmount']]).toEqual(['DUE', 0]);

  await world.call('PATCH', `/invoices/${id}`, { status: 'PAID' });
  expect((await world.call('GET', `/invoices/${id}`)).json['status']).toBe('PAID');
  expect(world.simulator.togai.store.ledger).toMatchObject([
    { kind: 'lost', invoiceId: id, from: 'DUE', to: 'DUE' },
    { kind: 'status', invoiceId: id, from: 'DUE', to: 'PAID' },
  ]);
});
