import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';
import { createWebhookSender, type ManagedWebhooks } from '../../../testbed/simulator/webhooks.js';
import { startReceiver, type TestReceiver } from './receiver.js';

const startMs = 1_790_000_000_000;
const clock = createSimulatorClock({ startMs, wall: () => 0 });
let receiver: TestReceiver;
let sender: ManagedWebhooks;

beforeEach(async () => {
  receiver = await startReceiver();
  sender = createWebhookSender({
    url: receiver.url,
    secret: 'whsec',
    clock,
    accountId: 'acc_SimuAcc0000001',
  });
});

afterEach(async () => {
  await sender.close();
  await receiver.close();
});

test('the envelope, the signature over the raw body and the headers are as Razorpay sends them', async () => {
  const payment = { id: 'pay_1', status: 'captured' };
  sender.send('order.paid', { payment, order: { id: 'order_1' } });
  payment.status = 'refunded';
  const seconds = clock.seconds();
  await clock.advance(0);
  const got = receiver.received[0]!;
  expect(JSON.parse(got.body)).toEqual({
    entity: 'event',
    account_id: 'acc_SimuAcc0000001',
    event: 'order.paid',
    contains: ['payment', 'order'],
    payload: {
      payment: { entity: { id: 'pay_1', status: 'captured' } },
      order: { entity: { id: 'order_1' } },
    },
    created_at: seconds,
  });
  expect(got.headers['x-razorpay-signature']).toBe(
    createHmac('sha256', 'whsec').update(got.body).digest('hex'),
  );
  expect(got.headers['x-razorpay-event-id']).toMatch(/^[A-Za-z0-9]{14}$/);
  expect(got.headers['request-id']).toBe(got.headers['x-razorpay-event-id']);
  expect(got.headers['user-agent']).toBe('Razorpay-Webhook/v1');
  expect(got.headers['content-type']).toBe('application/json');
  expect(sender.deliveries()).toMatchObject([
    { event: 'order.paid', attempt: 1, result: { kind: 'answered', status: 200 } },
  ]);
  expect(sender.status().pending).toBe(0);
});

test('any 2xx ends the deliveries', async () => {
  receiver.answer = 204;
  sender.send('payment.captured', { payment: { id: 'pay_1' } });
  await clock.advance(3600_000);
  expect(receiver.received).toHaveLength(1);
});

test('a retry repeats id, body and signature, also after the secret has changed', async () => {
  receiver.answer = 400;
  sender.send('payment.captured', { payment: { id: 'pay_1' } });
  await clock.advance(0);
  sender.configure({ secret: 'new' });
  receiver.answer = 200;
  await clock.advance(10_000);
  const [first, second] = receiver.received;
  expect(second!.body).toBe(first!.body);
  expect(second!.headers['x-razorpay-signature']).toBe(first!.headers['x-razorpay-signature']);
  expect(second!.headers['x-razorpay-event-id']).toBe(first!.headers['x-razorpay-event-id']);
});

test('without a URL nothing is sent, and a URL given later takes effect', async () => {
  sender.configure({ url: undefined });
  sender.send('payment.captured', { payment: {} });
  await clock.advance(1000);
  expect(receiver.received).toHaveLength(0);
  sender.configure({ url: receiver.url });
  sender.send('payment.captured', { payment: {} });
  await clock.advance(0);
  expect(receiver.received).toHaveLength(1);
});

test('only subscribed events are sent', async () => {
  const picky = createWebhookSender({
    url: receiver.url,
    secret: 's',
    clock,
    accountId: 'acc_1',
    subscribed: ['order.paid'],
  });
  picky.send('payment.captured', { payment: {} });
  picky.send('order.paid', { order: {} });
  await clock.advance(0);
  expect(receiver.received.map((got) => (JSON.parse(got.body) as { event: string }).event)).toEqual([
    'order.paid',
  ]);
  await picky.close();
});

test('no answer within five real seconds is a time-out', async () => {
  receiver.answer = 'hang';
  sender.send('payment.captured', { payment: {} });
  await clock.advance(0);
  expect(sender.deliveries()).toMatchObject([{ result: { kind: 'timeout' } }]);
  expect(sender.status().pending).toBe(1);
});
