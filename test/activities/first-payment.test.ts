import { describe, expect, test } from 'vitest';
import type { CreateOrderWithPaymentInput, TriedPayment } from '../../contracts/activities.js';
import type { PaymentSubmission } from '../../contracts/collection.js';
import { asFirst, dueByNetbanking, netbanking, paid, pay } from './support/payments.js';
import { createWorld, made, writes, type World } from './support/world.js';

const run = (world: World, input: CreateOrderWithPaymentInput): Promise<TriedPayment> =>
  world.run('createOrderWithPayment', input);

describe('what an earlier run left', () => {
  test('an order is looked at before anything is added to it', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    await paid(world, input);
    const again = asFirst({ ...input, attemptId: 'a2' });
    expect((await run(world, again)).result).toEqual({ kind: 'not_tried' });
    expect(made(world)).toEqual({ orders: 1, payments: 1 });
  });

  test.each(['with its order', 'that names no order'])('so is a payment request %s', async (shown) => {
    const world = await createWorld();
    const { invoiceId, amount, customerId, ...input } = await dueByNetbanking(world);
    const issued = await world.run('issuePaymentRequest', {
      ...{ connection: 'main', invoiceId, round: 1, amount, customerId },
      expireBy: world.simulator.clock.seconds() + 86_400,
      ...{ notifyBySms: false, notifyByEmail: false },
    });
    expect(issued.kind).toBe('issued');
    const { invoices, orders, ordersByReceipt } = world.simulator.razorpay.state;
    if (shown === 'that names no order') {
      for (const { entity } of invoices.values()) Object.assign(entity, { order_id: null });
      orders.clear();
      ordersByReceipt.clear();
    }
    const before = made(world);
    const { result } = await run(world, asFirst({ ...input, invoiceId, amount, customerId }));
    expect(result).toEqual({ kind: 'not_tried' });
    expect(made(world)).toEqual(before);
  });

  test('and an order with our receipt that is somebody else’s', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const { orderId } = await paid(world, input);
    Object.assign(world.simulator.razorpay.state.orders.get(orderId)!.entity, { notes: {} });
    expect((await run(world, asFirst({ ...input, attemptId: 'a2' }))).result).toEqual({ kind: 'not_tried' });
    expect(made(world)).toEqual({ orders: 1, payments: 1 });
  });

  test('is not known when the search fails, and nothing is sent', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    world.proxy.seen.length = 0;
    world.proxy.next(/^GET \/v1\/invoices/, 'lose_answer');
    const { failure } = await world.failing('createOrderWithPayment', asFirst(input));
    expect(failure.type).toBe('PROVIDER_UNAVAILABLE');
    expect(writes(world)).toEqual([]);
  });

  test('nothing: one search of the receipt is enough', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    world.proxy.seen.length = 0;
    expect((await run(world, asFirst(input))).result).toMatchObject({ kind: 'created' });
    expect(world.proxy.seen.filter((seen) => seen.startsWith('GET /v1/orders?'))).toHaveLength(1);
  });

  test('an order of another invoice is none of it', async () => {
    const world = await createWorld();
    await paid(world, await netbanking(world));
    const input = await dueByNetbanking(world);
    expect((await run(world, asFirst(input))).result).toMatchObject({ kind: 'created' });
    expect(made(world)).toEqual({ orders: 2, payments: 2 });
  });
});

describe('a first submission that the rules refuse makes nothing', () => {
  const partial = { order: { partial_payment: true } };
  const transfers = [{ account: 'acc_IRQWUleX4BqvYn', amount: 60_000, currency: 'INR' }];

  test.each([
    ['a part of the amount', (s: PaymentSubmission) => ({ ...s, payment: { ...s.payment, amount: 20_000 } })],
    ['more than is due', (s: PaymentSubmission) => ({ ...s, payment: { ...s.payment, amount: 60_000 } })],
    ['partial payments', (s: PaymentSubmission) => ({ ...s, ...partial })],
    ['an order that does not exist', (s: PaymentSubmission) => ({ ...s, retryOf: { id: 'order_1' } })],
    ['a receipt of no order', (s: PaymentSubmission) => ({ ...s, retryOf: { receipt: 'r' } })],
    ['transfers over the amount', (s: PaymentSubmission) => ({ ...s, order: { transfers } })],
  ] as const)('%s', async (_name, change) => {
    const world = await createWorld();
    const first = asFirst(await dueByNetbanking(world));
    world.proxy.seen.length = 0;
    const { result } = await run(world, { ...first, submission: change(first.submission) });
    expect(result).toEqual({ kind: 'not_tried' });
    expect(writes(world)).toEqual([]);
    expect((await run(world, first)).result).toMatchObject({ kind: 'created' });
  });

  test('but the policy the collection was opened with decides, where there is one', async () => {
    const world = await createWorld();
    const payment = { ...(await dueByNetbanking(world)), ...partial };
    const first = asFirst(payment);
    expect((await run(world, first)).result).toEqual({ kind: 'not_tried' });
    const policy = { ...payment.policy, writeBack: 'record_payment' as const };
    expect((await run(world, { ...first, policy })).result).toMatchObject({ kind: 'created' });
  });
});

test('a payment is not sent when the reads before it took too long: its answer might come after the try has ended', async () => {
  const world = await createWorld();
  const payment = await dueByNetbanking(world);
  await expect(pay(world, { ...payment, isLate: () => true })).rejects.toMatchObject({
    type: 'PROVIDER_UNAVAILABLE',
  });
  expect(made(world)).toEqual({ orders: 0, payments: 0 });
});
