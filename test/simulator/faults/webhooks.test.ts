import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorClock, type ManagedClock } from '../../../testbed/simulator/clock.js';
import type { WebhookFaultKind } from '../../../testbed/simulator/faults/webhook-faults.js';
import { createWebhookSender, type ManagedWebhooks } from '../../../testbed/simulator/webhooks.js';
import { startReceiver, type Received, type TestReceiver } from '../frame/receiver.js';

const secret = 'whsec';
const payment = { id: 'pay_1', entity: 'payment', amount: 500, status: 'authorized', captured: false };
const hourMs = 3600_000;

let clock: ManagedClock;
let receiver: TestReceiver;
let sender: ManagedWebhooks;

beforeEach(async () => {
  clock = createSimulatorClock({ startMs: 1_790_000_000_000, wall: () => 0 });
  receiver = await startReceiver();
  sender = createWebhookSender({ url: receiver.url, secret, clock, accountId: 'acc_SimuAcc0000001' });
});

afterEach(async () => {
  await sender.close();
  await receiver.close();
});

function every(kind: WebhookFaultKind): void {
  sender.faults({ seed: 1, probability: 1, kinds: [kind] });
}

function sendPayment(event: string): void {
  sender.send(event, { payment });
}

const eventOf = ({ body }: Received): string => (JSON.parse(body) as { event: string }).event;
const events = (): readonly string[] => receiver.received.map(eventOf);
const eventId = ({ headers }: Received): unknown => headers['x-razorpay-event-id'];
const isGenuine = ({ body, headers }: Received): boolean =>
  headers['x-razorpay-signature'] === createHmac('sha256', secret).update(body).digest('hex');

test('a lost webhook never comes, and one after the faults does', async () => {
  every('lost');
  sendPayment('payment.captured');
  sender.faults(undefined);
  sendPayment('order.paid');
  await clock.advance(30 * hourMs);
  expect(events()).toEqual(['order.paid']);
  expect(sender.faultCounts()).toMatchObject({ lost: 1, delayed: 0 });
});

test('a delayed webhook comes an hour later', async () => {
  every('delayed');
  sendPayment('payment.captured');
  await clock.advance(hourMs - 1);
  expect(events()).toEqual([]);
  await clock.advance(1);
  expect(events()).toEqual(['payment.captured']);
});

test('a duplicated webhook comes twice under one event id', async () => {
  every('duplicated');
  sendPayment('payment.captured');
  await clock.advance(hourMs);
  expect(events()).toEqual(['payment.captured', 'payment.captured']);
  expect(new Set(receiver.received.map(eventId)).size).toBe(1);
});

test('a reordered webhook comes after the next one about its payment, or after five minutes', async () => {
  every('reordered');
  sendPayment('payment.authorized');
  sender.faults(undefined);
  sender.send('payment.captured', { payment: { id: 'pay_2' } });
  sendPayment('payment.captured');
  await clock.advance(0);
  expect(events()).toEqual(['payment.captured', 'payment.captured', 'payment.authorized']);

  every('reordered');
  sendPayment('payment.failed');
  await clock.advance(5 * 60_000 - 1);
  expect(receiver.received).toHaveLength(3);
  await clock.advance(1);
  expect(events().at(-1)).toBe('payment.failed');
  await clock.advance(hourMs);
  expect(receiver.received).toHaveLength(4);
});

test('a stale webhook is an old snapshot under a new event id, rightly signed', async () => {
  every('stale');
  sendPayment('payment.authorized');
  sender.faults(undefined);
  await clock.advance(1000);
  sendPayment('payment.captured');
  await clock.advance(hourMs);
  expect(events()).toEqual(['payment.authorized', 'payment.captured', 'payment.authorized']);
  const [first, , stale] = receiver.received;
  expect(stale!.body).toBe(first!.body);
  expect(eventId(stale!)).not.toBe(eventId(first!));
  expect(isGenuine(stale!)).toBe(true);
});

test('a corrupted webhook has a signature of another body; its retry is whole', async () => {
  every('corrupted');
  receiver.answer = 400;
  sendPayment('payment.captured');
  await clock.advance(0);
  expect(isGenuine(receiver.received[0]!)).toBe(false);
  expect(receiver.received[0]!.body).toContain('"amount":9500');
  receiver.answer = 200;
  await clock.advance(hourMs);
  expect(receiver.received.map(isGenuine)).toEqual([false, true]);
  expect(receiver.received[1]!.body).toContain('"amount":500');
});

test('a forged capture comes beside the true webhook, once, whatever it is answered', async () => {
  every('forged');
  receiver.answer = 400;
  sendPayment('payment.authorized');
  await clock.advance(0);
  const forged = receiver.received.find((got) => !isGenuine(got));
  expect(JSON.parse(forged!.body)).toMatchObject({
    event: 'payment.captured',
    payload: { payment: { entity: { id: 'pay_1', amount: 500, status: 'captured', captured: true } } },
  });
  await clock.advance(10 * 60_000);
  expect(receiver.received.filter((got) => !isGenuine(got))).toHaveLength(1);
  expect(receiver.received.filter(isGenuine).map(eventOf)).toContain('payment.authorized');
  expect(sender.deliveries().filter(({ fault }) => fault === 'forged')).toHaveLength(1);
});

test('the same seed harms the same webhooks', () => {
  const harmed = (seed: number, ids: readonly number[]): object => {
    sender.faults({ seed, probability: 0.5, kinds: ['lost'] });
    return Object.fromEntries(
      ids.map((id) => {
        const before = sender.faultCounts().lost;
        sender.send('payment.captured', { payment: { id: `pay_${id}` } });
        return [id, sender.faultCounts().lost - before];
      }),
    );
  };
  const ids = Array.from({ length: 50 }, (_, id) => id);
  const first = harmed(1, ids);
  expect(harmed(1, ids.toReversed())).toEqual(first);
  expect(harmed(2, ids)).not.toEqual(first);
});
