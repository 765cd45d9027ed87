import { afterEach, expect, test } from 'vitest';
import { startWorld, type World } from '../togai/support.js';
import { startReceiver } from './receiver.js';

let world: World;
afterEach(() => world.simulator.close());

test('the clock is read and advanced', async () => {
  world = await startWorld();
  const before = (await world.control('GET', '/clock')).json;
  expect(before['iso']).toBe('2026-11-22T00:00:00.000Z');
  const after = (await world.control('POST', '/clock/advance', { seconds: 90 })).json;
  expect(after).toMatchObject({ iso: '2026-11-22T00:01:30.000Z', seconds: Number(before['seconds']) + 90 });
  expect((await world.control('POST', '/clock/advance', { seconds: -1 })).status).toBe(400);
  expect((await world.control('POST', '/clock/advance', {})).status).toBe(400);
});

test('webhooks get a URL at run time, show their deliveries and are disabled and enabled', async () => {
  world = await startWorld();
  const receiver = await startReceiver();
  expect((await world.control('GET', '/webhooks')).json).toMatchObject({
    url: null,
    enabled: true,
    deliveries: [],
  });
  await world.control('POST', '/webhooks', { url: receiver.url, secret: 'whsec' });
  world.simulator.webhooks.send('payment.captured', { payment: {} });
  await world.control('POST', '/clock/advance', { seconds: 0 });
  expect((await world.control('GET', '/webhooks')).json).toMatchObject({
    url: receiver.url,
    deliveries: [{ event: 'payment.captured', attempt: 1, result: { kind: 'answered', status: 200 } }],
  });
  expect((await world.control('POST', '/webhooks', { enabled: false })).json['enabled']).toBe(false);
  expect((await world.control('POST', '/webhooks', { enabled: true })).json['enabled']).toBe(true);
  expect((await world.control('POST', '/webhooks', { url: null })).json['url']).toBeNull();
  expect((await world.control('POST', '/webhooks', { url: 'no url' })).status).toBe(400);
  await receiver.close();
});

test('the receipt mode changes what a second order with the same receipt meets', async () => {
  world = await startWorld();
  const order = async (): Promise<number> => {
    const answer = await fetch(`${world.simulator.razorpayUrl}/orders`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('rzp_test_key:secret').toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ amount: 5000, currency: 'INR', receipt: 'r1' }),
    });
    await answer.text();
    return answer.status;
  };
  expect([await order(), await order()]).toEqual([200, 200]);
  await world.control('POST', '/razorpay/receipt-mode', { mode: 'reject' });
  expect(await order()).toBe(400);
  expect((await world.control('POST', '/razorpay/receipt-mode', { mode: 'maybe' })).status).toBe(400);
  expect((await world.control('GET', '/ledger')).json['razorpay']).toMatchObject([
    { object: 'order' },
    { object: 'order' },
  ]);
});

test.each(['/', '/v2/orders', '/togaix', '/v1x/orders'])(
  '%s answers as an unknown route of Razorpay',
  async (path) => {
    world = await startWorld();
    const answer = await fetch(world.simulator.url + path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: {
        code: 'BAD_REQUEST_ERROR',
        description: 'The requested URL was not found on the server.',
        source: 'NA',
        step: 'NA',
        reason: 'NA',
        metadata: {},
      },
    });
  },
);

test('a webhook URL without a secret is refused at the start', async () => {
  world = await startWorld();
  await expect(startWorld({ webhookUrl: 'http://127.0.0.1:9/' })).rejects.toThrow(/secret/);
});
