import { describe, expect, test } from 'vitest';
import { receiptFor } from '../../contracts/receipt.js';
import { CardSecret } from '../../platform/vault/card-secret.js';
import { dueByNetbanking, inRound, pay, tried } from './support/payments.js';
import { createWorld, lagging, made, type World } from './support/world.js';

const modes = ['allow', 'reject', 'reuse'] as const;

describe.each(modes)('receipts: %s', (mode) => {
  test('the first attempt makes order and payment in one call, with our notes', async () => {
    const world = await createWorld(mode);
    const input = await dueByNetbanking(world);
    const { invoiceId } = input;
    const created = await tried(world, input);
    if (created.kind !== 'created') throw new Error(created.kind);
    expect(created.next.map(({ action }) => action)).toEqual(['redirect']);
    const order = world.simulator.razorpay.state.orders.get(created.orderId)!;
    expect(order.entity).toMatchObject({
      receipt: receiptFor('main', invoiceId, 1),
      amount: 50_000,
      notes: { po_connection: 'main', po_invoice: invoiceId, po_round: '1' },
    });
    const payment = world.simulator.razorpay.state.payments.get(created.paymentId)!;
    expect(payment.entity.notes).toMatchObject({ po_attempt: 'attempt-1', po_invoice: invoiceId });
    expect(payment.callbackUrl).toBe(`https://pay.example.com/callbacks/razorpay/main/${invoiceId}`);
  });

  test('an attempt whose answer was lost is adopted, not made again', async () => {
    const world = await createWorld(mode);
    const input = await dueByNetbanking(world);
    world.proxy.next(/^POST \/v1\/orders/, 'lose_answer');
    const { failure } = await world.failing('createOrderWithPayment', inRound(input));
    expect([failure.type, failure.nonRetryable]).toEqual(['OUTCOME_UNKNOWN', true]);
    expect(await tried(world, input)).toMatchObject({ kind: 'adopted' });
    expect(made(world)).toEqual({ orders: 1, payments: 1 });
  });

  test('a new attempt after a lost one goes to the order that was made', async () => {
    const world = await createWorld(mode);
    const input = await dueByNetbanking(world);
    world.proxy.next(/^POST \/v1\/orders/, 'lose_answer');
    await world.failing('createOrderWithPayment', inRound(input));
    const second = await tried(world, { ...input, attemptId: 'attempt-2' });
    expect(second.kind).toBe('created');
    expect(made(world)).toEqual({ orders: 1, payments: 2 });
  });

  test.each(['id', 'receipt'] as const)('a further attempt by %s goes to the same order', async (retryBy) => {
    const world = await createWorld(mode);
    const input = await dueByNetbanking(world);
    const first = await tried(world, input);
    if (first.kind !== 'created') throw new Error(first.kind);
    const { orderId } = first;
    const second = await tried(world, { ...input, attemptId: 'a2', orderId, retryBy });
    expect(second).toMatchObject({ kind: 'created', orderId });
    expect(made(world)).toEqual({ orders: 1, payments: 2 });
  });

  test('an order with our receipt that is for another amount is somebody else’s', async () => {
    const world = await createWorld(mode);
    const input = await dueByNetbanking(world);
    await tried(world, input);
    world.simulator.togai.store.invoices.get(input.invoiceId)!.total = 60_000;
    const other = { ...input, attemptId: 'a2', amount: { ...input.amount, amount: 60_000 } };
    const answer = await tried(world, other);
    expect(answer).toMatchObject({ kind: 'foreign_order' });
    expect(made(world)).toEqual({ orders: 1, payments: 1 });
  });
});

test('an account that takes no receipt for the name of an order gets its id', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  const first = await tried(world, input);
  if (first.kind !== 'created') throw new Error(first.kind);
  world.simulator.razorpay.state.ordersByReceipt.clear();
  const { orderId } = first;
  const again = { ...input, attemptId: 'a2', orderId, retryBy: 'receipt' as const };
  expect(await tried(world, again)).toMatchObject({ kind: 'created', orderId });
  expect(made(world)).toEqual({ orders: 1, payments: 2 });
});

test('an order made since we looked is found by the id in the refusal', async () => {
  const world = await createWorld('reject');
  const input = await dueByNetbanking(world);
  const first = await tried(world, input);
  if (first.kind !== 'created') throw new Error(first.kind);
  lagging(world, 'ordersByReceipt');
  const second = await tried(world, { ...input, attemptId: 'a2' });
  expect(second).toMatchObject({ kind: 'created', orderId: first.orderId });
  expect(made(world)).toEqual({ orders: 1, payments: 2 });
});

test.each(['id', 'receipt'] as const)(
  'a further attempt by %s that names no amount is for the rest',
  async (retryBy) => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const order = { partial_payment: true, first_payment_min_amount: 10_000 };
    const first = await tried(world, { ...input, order, payment: { ...input.payment, amount: 20_000 } });
    if (first.kind !== 'created') throw new Error(first.kind);
    const redirect = first.next.find(({ action }) => action === 'redirect');
    await world.shopper.followRedirect(redirect?.url ?? '', 'success', { post: false });
    const { orderId } = first;
    const second = { ...input, order, orderId, retryBy, attemptId: 'a2', kept: 20_000 };
    const created = await tried(world, second);
    if (created.kind !== 'created') throw new Error(JSON.stringify(created));
    expect(world.simulator.razorpay.state.payments.get(created.paymentId)?.entity.amount).toBe(30_000);
  },
);

test('only the run that has searched already need not search again', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  const searches = () => world.proxy.seen.filter((seen) => seen.startsWith('GET /v1/orders?')).length;
  const anotherRun = { ...inRound(input), searchedInRun: 'another run' };
  expect(await world.run('createOrderWithPayment', anotherRun)).toMatchObject({
    result: { kind: 'created' },
  });
  expect(searches()).toBe(1);
  const again = { ...input, round: 2, attemptId: 'a2', searched: true };
  expect(await tried(world, again)).toMatchObject({ kind: 'created' });
  expect(searches()).toBe(1);
});

describe('what Razorpay refuses', () => {
  test('an order refused names no ids', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const refused = await pay(world, { ...input, amount: { ...input.amount, amount: 99 } });
    expect(refused).toMatchObject({ kind: 'refused', orderId: undefined, paymentId: undefined });
    expect(refused).toMatchObject({
      refusal: { class: 'fix_integration', field: 'amount', step: 'order_create' },
    });
  });

  test('a payment refused names the order that was made', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const payment = { ...input.payment, method: 'netbanking' as const, bank: 'NOBANK' };
    const refused = await tried(world, { ...input, payment });
    const [orderId] = [...world.simulator.razorpay.state.orders.keys()];
    expect(refused).toMatchObject({ kind: 'refused', orderId, paymentId: undefined });
  });

  test('a gateway refusing names order and payment', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    world.simulator.razorpay.refuseNextAtGateway(1);
    const refused = await tried(world, input);
    const [orderId] = [...world.simulator.razorpay.state.orders.keys()];
    const [paymentId] = [...world.simulator.razorpay.state.payments.keys()];
    expect(refused).toMatchObject({
      kind: 'refused',
      orderId,
      paymentId,
      refusal: { code: 'GATEWAY_ERROR' },
    });
  });
});

describe('card details', () => {
  const card = {
    number: '4100280000001007',
    expiry_month: '11',
    expiry_year: '30',
    cvv: '100',
    name: 'Asha',
  };

  async function byCard(world: World) {
    const input = await dueByNetbanking(world);
    const reference = await world.vault.put(CardSecret.card(card), 60_000);
    const { email, contact, ip } = input.payment;
    return { ...input, payment: { method: 'card' as const, card: reference, email, contact, ip } };
  }

  test('are taken from the vault at the last moment, once', async () => {
    const world = await createWorld();
    const input = await byCard(world);
    const created = await tried(world, input);
    expect(created).toMatchObject({ kind: 'created' });
    await expect(world.vault.take(input.payment.card)).rejects.toThrow('used before');
    const again = await world.failing('createOrderWithPayment', inRound({ ...input, attemptId: 'a2' }));
    expect(again.failure.type).toBe('VAULT_REFERENCE_UNKNOWN');
  });

  test.each([
    ['throttled', { status: 429 }, 'PROVIDER_THROTTLED'],
    ['refused for its credentials', { status: 401 }, 'CREDENTIALS_REFUSED'],
  ] as const)('are back after a request that was %s', async (_name, fault, code) => {
    const world = await createWorld();
    const input = await byCard(world);
    world.proxy.next(/^POST \/v1\/orders/, fault);
    const { failure } = await world.failing('createOrderWithPayment', inRound(input));
    expect(failure.type).toBe(code);
    expect(await tried(world, input)).toMatchObject({ kind: 'created' });
  });

  test.each(['lose_answer', 'lose_request', { status: 502 }] as const)(
    'are gone when the outcome is not known: %j',
    async (fault) => {
      const world = await createWorld();
      const input = await byCard(world);
      world.proxy.next(/^POST \/v1\/orders/, fault);
      const { failure } = await world.failing('createOrderWithPayment', inRound(input));
      expect(failure.type).toBe('OUTCOME_UNKNOWN');
      await expect(world.vault.take(input.payment.card)).rejects.toThrow('used before');
    },
  );

  test('never stand in an error', async () => {
    const world = await createWorld();
    const input = await byCard(world);
    world.proxy.next(/^POST \/v1\/orders/, 'lose_answer');
    const { failure } = await world.failing('createOrderWithPayment', inRound(input));
    const shown = `${failure.message} ${String(failure.stack)} ${JSON.stringify(failure)} ${String(failure.cause)}`;
    expect(shown).not.toMatch(/4100280000001007|asha@example\.com|key-secret/);
  });
});

test('a failing look before anything is sent says that nothing was sent', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  world.proxy.next(/^GET \/v1\/orders/, 'lose_answer');
  const { failure } = await world.failing('createOrderWithPayment', inRound(input));
  expect(failure.type).toBe('PROVIDER_UNAVAILABLE');
  expect(made(world)).toEqual({ orders: 0, payments: 0 });
});

test('everything the document lists reaches Razorpay', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  const created = await tried(world, {
    ...input,
    order: {
      reference: 'receipt#1',
      notes: { key1: 'value3' },
      partial_payment: true,
      first_payment_min_amount: 10_000,
      transfers: [
        {
          account: 'acc_IRQWUleX4BqvYn',
          amount: 1_000,
          currency: 'INR',
          notes: { branch: 'South' },
          linked_account_notes: ['branch'],
          on_hold: true,
          on_hold_until: 1_999_999_999,
        },
      ],
      products: [],
      bank_account: { account_number: '765432123456789', name: 'Gaurav', ifsc: 'HDFC0000053' },
      payment_config: {
        capture: 'manual',
        capture_options: { manual_expiry_period: 7200, refund_speed: 'optimum' },
      },
      user_agent: 'Mozilla/5.0',
    },
    payment: {
      method: 'upi',
      upi: { flow: 'collect', vpa: 'success@razorpay' },
      email: 'asha@example.com',
      contact: '9876543210',
      ip: '192.168.0.103',
      referer: 'https://shop.example/pay',
      user_agent: 'Mozilla/5.0',
      amount: 20_000,
      notes: { note_key: 'value1' },
      callback_url: 'https://shop.example/back',
    },
  });
  if (created.kind !== 'created') throw new Error(JSON.stringify(created));
  const order = world.simulator.razorpay.state.orders.get(created.orderId)!;
  const payment = world.simulator.razorpay.state.payments.get(created.paymentId)!;
  expect(order.entity.notes).toMatchObject({ key1: 'value3', po_reference: 'receipt#1', po_round: '1' });
  expect(order.entity).toMatchObject({ partial_payment: true, first_payment_min_amount: 10_000 });
  expect(order.capture).toMatchObject({ refundSpeed: 'optimum' });
  expect(order.transfers[0]).toMatchObject({ on_hold: true, linked_account_notes: ['branch'] });
  expect(payment.entity).toMatchObject({ amount: 20_000, method: 'upi', vpa: 'success@razorpay' });
  expect(payment.entity.notes).toMatchObject({ note_key: 'value1', po_attempt: 'attempt-1' });
  expect(payment.callbackUrl).toBe('https://shop.example/back');
});
