import { expect, test } from 'vitest';
import { MINUTE } from '../../domain/clock.js';
import { noteKeys } from '../../contracts/names.js';
import { receiptFor } from '../../contracts/receipt.js';
import { invoice, order } from '../../providers/razorpay/schemas.js';
import { createWorld } from './support/world.js';

const now = 1_700_000_000_000;
const receipt = receiptFor('main', 'inv.1', 1);
const notesOf = (connection: string, invoiceId: string) => ({
  ...{ [noteKeys.connection]: connection, [noteKeys.invoiceId]: invoiceId, [noteKeys.round]: '1' },
});
const attempted = {
  ...{ id: 'order_1', amount: 50_000, currency: 'INR', receipt, status: 'attempted', notes: [] },
  created_at: (now - 16 * MINUTE) / 1_000,
};

async function worldWith(razorpay: object) {
  const world = await createWorld();
  Object.assign(world.connection.razorpay, razorpay);
  return world;
}

async function listed(...orders: object[]) {
  const value = orders.map((one) => order.parse({ ...attempted, ...one }));
  const world = await worldWith({ listOrders: () => Promise.resolve({ ok: true, value }) });
  const page = { connection: 'main', from: 0, to: 1, skip: 0, pageSize: undefined, now };
  const { orders: owned, requested } = await world.run('listAttemptedOrders', page);
  return { owned, requested };
}

test('an order with our receipt and notes tells its invoice; one with the receipt alone may be a payment request’s', async () => {
  expect(
    await listed({ id: 'order_direct', notes: notesOf('main', 'inv.1') }, { id: 'order_request' }),
  ).toEqual({
    owned: [{ orderId: 'order_direct', invoiceId: 'inv.1' }],
    requested: [{ orderId: 'order_request', receipt }],
  });
});

test.each([
  ['has a receipt that is none of ours', { receipt: 'shop-4711' }],
  ['has no receipt', { receipt: null }],
  ['is another connection’s by its notes', { notes: notesOf('other', 'inv.1') }],
  ['has a receipt of another invoice than its notes', { notes: notesOf('main', 'inv.2') }],
  ['is paid', { status: 'paid' }],
  ['is younger than 15 minutes', { created_at: (now - 14 * MINUTE) / 1_000 }],
])('an order that %s costs no call', async (_, one) => {
  expect(await listed(one)).toEqual({ owned: [], requested: [] });
});

test.each<readonly [string, object, string | undefined]>([
  ['names the order and is ours', {}, 'inv.1'],
  ['names another order', { order_id: 'order_2' }, undefined],
  ['is another connection’s', { notes: notesOf('other', 'inv.1') }, undefined],
  ['has notes of another invoice than its receipt', { notes: notesOf('main', 'inv.2') }, undefined],
])('a payment request of that receipt that %s', async (_, one, expected) => {
  const request = invoice.parse({
    ...{ id: 'inv_1', status: 'issued', order_id: 'order_1', receipt, currency: 'INR', amount: 50_000 },
    ...{ notes: notesOf('main', 'inv.1'), ...one },
  });
  const world = await worldWith({
    invoicesByReceipt: (asked: string) =>
      Promise.resolve({ ok: true, value: asked === receipt ? [request] : [] }),
  });
  const found = await world.run('findRequested', { connection: 'main', orderId: 'order_1', receipt });
  expect(found).toBe(expected);
});
