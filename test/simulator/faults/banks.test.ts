import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatedCustomer } from '../../../testbed/simulator/razorpay/customer.js';
import { startFaultyWorld, type FaultyWorld } from './support.js';

let world: FaultyWorld;
beforeEach(async () => {
  world = await startFaultyWorld();
});
afterEach(() => world.simulator.close());

interface Begun {
  readonly paymentId: string;
  readonly redirect: string;
}

async function json(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await world.razorpay(method, path, body);
  return { httpStatus: answer.status, ...(JSON.parse(answer.text) as object) };
}

async function begin(capture: 'automatic' | 'manual' = 'automatic'): Promise<Begun> {
  const made = await world.razorpay('POST', '/orders', {
    ...{ amount: 50_000, currency: 'INR', receipt: 'r1', user_agent: 'test' },
    payment_config: {
      capture,
      capture_options: { automatic_expiry_period: 12, manual_expiry_period: 7200, refund_speed: 'normal' },
    },
    payment: {
      ...{ method: 'netbanking', bank: 'HDFC', email: 'a@example.com', contact: '9123456789' },
      ...{ ip: '127.0.0.1', callback_url: 'http://127.0.0.1:9/callback' },
    },
  });
  const paymentId = /pay_[A-Za-z0-9]{14}/.exec(made.text)?.[0];
  const redirect = /http:[^"]*\/(authorize|authenticate)/.exec(made.text)?.[0];
  if (paymentId === undefined || redirect === undefined) throw new Error(made.text);
  return { paymentId, redirect };
}

async function payAs({ redirect }: Begun): Promise<Readonly<Record<string, string>>> {
  const customer = new SimulatedCustomer(world.simulator.url);
  return (await customer.followRedirect(redirect, 'success', { post: false })).fields;
}

test('a bank that takes its yes back leaves a signed callback and a failed payment', async () => {
  await world.control('POST', '/razorpay/next', { bankReversals: 1 });
  const payment = await begin();
  const fields = await payAs(payment);
  expect(fields).toHaveProperty('razorpay_signature');
  expect(await json('GET', `/payments/${payment.paymentId}`)).toMatchObject({ status: 'authorized' });
  await world.clock.advance(5000);
  expect(await json('GET', `/payments/${payment.paymentId}`)).toMatchObject({
    status: 'failed',
    captured: false,
    error_reason: 'payment_failed',
  });
  const states = world.simulator.razorpay.state.ledger.filter(({ object }) => object === 'payment');
  expect(states.map(({ to }) => to)).toEqual(['created', 'authorized', 'failed']);
});

test('a capture of a yes that is taken back is refused, and the payment has failed', async () => {
  await world.control('POST', '/razorpay/next', { bankReversals: 1 });
  const payment = await begin('manual');
  await payAs(payment);
  const captured = await json('POST', `/payments/${payment.paymentId}/capture`, {
    amount: 50_000,
    currency: 'INR',
  });
  expect(captured).toMatchObject({ httpStatus: 400, error: { step: 'payment_capture' } });
  expect(await json('GET', `/payments/${payment.paymentId}`)).toMatchObject({ status: 'failed' });
});

test('the bank says yes to a failed payment after the delay that was asked for', async () => {
  const payment = await begin('manual');
  await world.clock.advance(3600_000);
  expect(await json('GET', `/payments/${payment.paymentId}`)).toMatchObject({ status: 'failed' });
  const path = `/razorpay/payments/${payment.paymentId}/authorize`;
  await world.control('POST', path, { delaySeconds: 86_400 });
  await world.clock.advance(86_399_000);
  expect(await json('GET', `/payments/${payment.paymentId}`)).toMatchObject({ status: 'failed' });
  await world.clock.advance(1000);
  expect(await json('GET', `/payments/${payment.paymentId}`)).toMatchObject({
    status: 'authorized',
    late_authorized: true,
  });
  expect((await world.control('POST', '/razorpay/payments/pay_x/authorize')).status).toBe(404);
});

test('the next refunds are refused for lack of balance, then they are made', async () => {
  const payment = await begin();
  await payAs(payment);
  await world.control('POST', '/razorpay/next', { refundRefusals: 1 });
  const path = `/payments/${payment.paymentId}/refund`;
  expect(await json('POST', path, {})).toMatchObject({
    httpStatus: 400,
    error: { description: expect.stringContaining('enough balance') as unknown },
  });
  expect(await json('POST', path, {})).toMatchObject({ httpStatus: 200, entity: 'refund', amount: 50_000 });
  expect(world.simulator.razorpay.state.refunds.size).toBe(1);
});

test('a downtime begins, changes and ends over HTTP', async () => {
  const wish = { method: 'netbanking', instrument: { bank: 'HDFC' }, severity: 'high' };
  const started = await world.control('POST', '/razorpay/downtimes', wish);
  const { id } = JSON.parse(started.text) as { id: string };
  expect(await json('GET', '/payments/downtimes')).toMatchObject({ count: 1, items: [{ id, ...wish }] });
  expect(
    JSON.parse((await world.control('POST', `/razorpay/downtimes/${id}`, { severity: 'low' })).text),
  ).toMatchObject({
    id,
    severity: 'low',
  });
  await world.control('POST', `/razorpay/downtimes/${id}`, { status: 'resolved' });
  expect(await json('GET', '/payments/downtimes')).toMatchObject({ count: 0 });
  expect(await json('GET', `/payments/downtimes/${id}`)).toMatchObject({ status: 'resolved' });
  expect((await world.control('POST', '/razorpay/downtimes/down_x', { severity: 'low' })).status).toBe(404);
});

test('a dispute is opened and moved on over HTTP', async () => {
  const begun = await begin();
  await payAs(begun);
  const { paymentId } = begun;
  const wish = { paymentId, amount: 20_000, phase: 'fraud' };
  const opened = await world.control('POST', '/razorpay/disputes', wish);
  const { id } = JSON.parse(opened.text) as { id: string };
  const shown = { payment_id: paymentId, amount: 20_000, phase: 'fraud' };
  expect(await json('GET', `/disputes/${id}`)).toMatchObject({ ...shown, status: 'open' });
  await world.control('POST', `/razorpay/disputes/${id}`, { status: 'closed' });
  expect(await json('GET', `/disputes/${id}`)).toMatchObject({ ...shown, status: 'closed' });
  expect((await world.control('POST', '/razorpay/disputes/disp_x', { status: 'won' })).status).toBe(404);
  expect((await world.control('POST', '/razorpay/disputes', { paymentId, amount: '1' })).status).toBe(400);
});
