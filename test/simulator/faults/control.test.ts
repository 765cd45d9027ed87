import { afterEach, beforeEach, expect, test } from 'vitest';
import { startReceiver } from '../frame/receiver.js';
import { order, startFaultyWorld, type FaultyWorld } from './support.js';

let world: FaultyWorld;
beforeEach(async () => {
  world = await startFaultyWorld();
});
afterEach(() => world.simulator.close());

async function controlled(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await world.control(method, path, body);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return JSON.parse(answer.text);
}

test('a rule is added, counted, listed and taken away over HTTP', async () => {
  const rule = { provider: 'razorpay', method: 'POST', path: '/orders', kind: 'dropped_answer', times: 2 };
  expect(await controlled('POST', '/faults', rule)).toEqual(rule);
  await expect(world.razorpay('POST', '/orders', order('r1'))).rejects.toThrow('fetch failed');
  expect(await controlled('GET', '/faults')).toMatchObject({
    counts: { dropped_answer: 1, late_commit: 0 },
    injected: [{ provider: 'razorpay', method: 'POST', path: '/orders', kind: 'dropped_answer' }],
  });
  await controlled('DELETE', '/faults');
  expect((await world.razorpay('POST', '/orders', order('r2'))).status).toBe(200);
  expect(world.receipts()).toEqual(['r1', 'r2']);
});

test('a Togai outage is a rule for many calls, and leaves Razorpay alone', async () => {
  await controlled('POST', '/faults', { provider: 'togai', kind: 'server_error_html', times: 1_000_000_000 });
  expect((await world.togai('GET', '/invoices')).status).toBe(502);
  expect((await world.togai('GET', '/invoices')).status).toBe(502);
  expect((await world.razorpay('GET', '/orders')).status).toBe(200);
  await controlled('DELETE', '/faults');
  expect((await world.togai('GET', '/invoices')).status).toBe(200);
});

test('chance is set over HTTP for calls, with every kind unless some are named', async () => {
  expect(await controlled('POST', '/faults/random', { seed: 3, probability: 0.1 })).toMatchObject({
    kinds: expect.arrayContaining(['latency', 'truncated_json']) as unknown,
  });
  const plan = { seed: 3, probability: 1, kinds: ['late_commit'], lateCommitMs: 5000 };
  expect(await controlled('POST', '/faults/random', plan)).toEqual(plan);
  await expect(world.razorpay('POST', '/orders', order('late'))).rejects.toThrow('fetch failed');
  expect(world.receipts()).toEqual([]);
  await world.clock.advance(5000);
  expect(world.receipts()).toEqual(['late']);
});

test('webhooks are harmed over HTTP', async () => {
  const receiver = await startReceiver();
  await controlled('POST', '/webhooks', { url: receiver.url, secret: 'whsec' });
  await controlled('POST', '/webhooks/faults', { seed: 1, probability: 1, kinds: ['lost'] });
  world.simulator.webhooks.send('payment.captured', { payment: { id: 'pay_1' } });
  expect(await controlled('GET', '/webhooks/faults')).toMatchObject({ lost: 1, forged: 0 });
  await controlled('DELETE', '/webhooks/faults');
  world.simulator.webhooks.send('order.paid', { order: { id: 'order_1' } });
  await world.clock.advance(0);
  expect(receiver.received.map(({ body }) => (JSON.parse(body) as { event: string }).event)).toEqual([
    'order.paid',
  ]);
  await receiver.close();
});

test('a bank is switched off and on again over HTTP', async () => {
  const wish = { method: 'netbanking', instrument: { bank: 'HDFC' } };
  const off = { ...wish, as: 'not_enabled' };
  expect(await controlled('POST', '/razorpay/instruments', off)).toEqual({ unusable: [off] });
  expect((await world.razorpay('GET', '/methods')).text).not.toContain('HDFC');
  expect(await controlled('POST', '/razorpay/instruments', { ...wish, as: 'enabled' })).toEqual({
    unusable: [],
  });
  expect((await world.razorpay('GET', '/methods')).text).toContain('HDFC');
});

test.each([
  ['/faults', { provider: 'stripe', kind: 'latency', times: 1 }],
  ['/faults', { provider: 'any', kind: 'meteor', times: 1 }],
  ['/faults', { provider: 'any', kind: 'latency', times: 0 }],
  ['/faults', { provider: 'any', kind: 'latency', times: 1, delayMs: -1 }],
  ['/faults', { provider: 'any', kind: 'latency', times: 1, path: 'orders' }],
  ['/faults/random', { seed: 1, probability: 2 }],
  ['/faults/random', { seed: 1, probability: 1, kinds: [] }],
  ['/webhooks/faults', { seed: 1, probability: 1, kinds: ['latency'] }],
  ['/razorpay/next', { refundRefusals: -1 }],
  ['/razorpay/downtimes', { method: 'wallet', instrument: {}, severity: 'high' }],
  ['/razorpay/instruments', { method: 'card', instrument: { network: 'VISA' }, as: 'not_available' }],
  ['/razorpay/instruments', { method: 'upi', instrument: { bank: 'HDFC' }, as: 'enabled' }],
  ['/clock/rate', { rate: 0 }],
])('%s refuses %j', async (path, body) => {
  const answer = await world.control('POST', path, body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toHaveProperty('message');
});

test('the account itself is closed and opened, and counts what it refused', async () => {
  const closed = { refusal: 'merchant_not_activated' };
  expect(await controlled('POST', '/razorpay/merchant', closed)).toEqual({ ...closed, refused: 0 });
  const payment = { method: 'netbanking', bank: 'HDFC', email: 'a@example.com', contact: '9123456789' };
  const refused = await world.razorpay('POST', '/orders', { ...order('r1'), payment });
  expect(refused.text).toContain('merchant_not_activated');
  const open = { refusal: null };
  expect(await controlled('POST', '/razorpay/merchant', open)).toEqual({ ...open, refused: 1 });
  await expect(controlled('POST', '/razorpay/merchant', { refusal: 'tired' })).rejects.toThrow('400');
});
