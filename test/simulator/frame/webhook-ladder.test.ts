import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';
import { createWebhookSender, type ManagedWebhooks } from '../../../testbed/simulator/webhooks.js';
import { startReceiver, type TestReceiver } from './receiver.js';

const day = 24 * 3600 * 1000;
const ladder = [6, 13, 20, 42, 82, 162, 325, 643, 1283, 2563, 5127, 10241, 20481, 40964];
const clock = createSimulatorClock({ startMs: 1_790_000_000_000, wall: () => 0 });
let receiver: TestReceiver;
let sender: ManagedWebhooks;

beforeEach(async () => {
  receiver = await startReceiver();
  sender = createWebhookSender({ url: receiver.url, secret: 'whsec', clock, accountId: 'acc_1' });
});

afterEach(async () => {
  await sender.close();
  await receiver.close();
});

function gapsInSeconds(): number[] {
  const times = sender.deliveries().map((delivery) => delivery.at);
  return times.slice(1).map((at, index) => (at - times[index]!) / 1000);
}

test('a 500 on a payment event is tried again at once, then on the ladder, for 24 hours', async () => {
  receiver.answer = 500;
  sender.send('payment.captured', { payment: {} });
  await clock.advance(day);
  expect(gapsInSeconds()).toEqual([0.23, ...ladder]);
  expect(sender.deliveries().map((delivery) => delivery.attempt)).toEqual(
    Array.from({ length: 16 }, (_, i) => i + 1),
  );
});

test('a dropped connection is tried again at once, too', async () => {
  receiver.answer = 'drop';
  sender.send('order.paid', { order: {} });
  await clock.advance(7000);
  expect(gapsInSeconds()).toEqual([0.23, 6]);
  expect(sender.deliveries()[0]!.result).toEqual({ kind: 'dropped' });
});

test.each([
  ['payment.captured', 400],
  ['payment.captured', 503],
  ['payment.failed', 500],
  ['refund.created', 500],
  ['invoice.paid', 500],
])('%s answered %i starts on the ladder', async (event, status) => {
  receiver.answer = status;
  sender.send(event, { payment: {} });
  await clock.advance(20_000);
  expect(gapsInSeconds()).toEqual([6, 13]);
});

test('after 24 hours of failure the URL is disabled for every event until someone enables it', async () => {
  receiver.answer = 500;
  sender.send('payment.captured', { payment: {} });
  await clock.advance(day - 1000);
  expect(sender.status()).toMatchObject({ enabled: true, pending: 1 });
  await clock.advance(1000);
  expect(sender.status()).toMatchObject({ enabled: false, pending: 0 });
  receiver.answer = 200;
  const before = receiver.received.length;
  sender.send('payment.captured', { payment: {} });
  await clock.advance(1000);
  expect(receiver.received).toHaveLength(before);
  expect(sender.status().skipped).toBe(1);
  sender.enable();
  sender.send('payment.captured', { payment: {} });
  await clock.advance(0);
  expect(receiver.received).toHaveLength(before + 1);
});

test('a success ends the ladder and leaves the URL enabled', async () => {
  receiver.answer = 500;
  sender.send('payment.captured', { payment: {} });
  await clock.advance(100_000);
  receiver.answer = 200;
  await clock.advance(2 * day);
  expect(sender.status()).toMatchObject({ enabled: true, pending: 0 });
  expect(gapsInSeconds()).toEqual([0.23, 6, 13, 20, 42, 82]);
});

test('disabling by hand stops the retries that wait', async () => {
  receiver.answer = 500;
  sender.send('payment.captured', { payment: {} });
  await clock.advance(1000);
  sender.disable();
  await clock.advance(day);
  expect(receiver.received).toHaveLength(2);
});
