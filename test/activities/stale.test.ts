import { describe, expect, test } from 'vitest';
import type { RecordPaymentInput } from '../../contracts/activities.js';
import { dueByNetbanking, paid as made } from './support/payments.js';
import { createWorld, writes, type World } from './support/world.js';

const amount = { amount: 50_000, currency: 'INR', exponent: 2 };
const nothing = { ...amount, amount: 0 };

/** A payment for an invoice that is due, and what a look a while ago means for what is written now. */
async function paid(world: World, capture: 'automatic' | 'manual' = 'automatic') {
  const input = await dueByNetbanking(world);
  const created = await made(world, { ...input, policy: { ...input.policy, capture } });
  await world.shopper.followRedirect(created.next[0]?.url ?? '', 'success', { post: false });
  world.proxy.seen.length = 0;
  const { connection, invoiceId } = input;
  const { orderId, paymentId } = created;
  const past = { validUntil: Date.now() - 1 };
  const future = { validUntil: Date.now() + 60_000 };
  return { of: { connection, invoiceId }, orderId, paymentId, past, future };
}

describe('a capture', () => {
  test('is made while what was read is fresh, and not after', async () => {
    const world = await createWorld();
    const { of, orderId, paymentId, past, future } = await paid(world, 'manual');
    const input = { ...of, orderId, paymentId, amount };
    expect(await world.run('capturePayment', { ...input, ...past })).toEqual({ kind: 'stale' });
    expect(writes(world)).toEqual([]);
    expect(await world.run('capturePayment', { ...input, ...future })).toEqual({ kind: 'captured' });
  });

  test('that was made already is told, however late', async () => {
    const world = await createWorld();
    const { of, orderId, paymentId, past } = await paid(world);
    const answer = await world.run('capturePayment', { ...of, orderId, paymentId, amount, ...past });
    expect(answer).toEqual({ kind: 'captured' });
  });
});

describe('a refund', () => {
  const part = { amount: { ...amount, amount: 10_000 }, cause: 'surplus', try: 0, speed: 'normal' } as const;

  test('is sent while what was read is fresh, and not after', async () => {
    const world = await createWorld();
    const { of, paymentId, past, future } = await paid(world);
    const input = { ...of, ...part, paymentId, refundedBefore: 0 };
    const stale = { kind: 'stale', mayHaveWritten: false };
    expect(await world.run('refundPayment', { ...input, ...past })).toEqual(stale);
    expect(writes(world)).toEqual([]);
    expect(await world.run('refundPayment', { ...input, ...future })).toMatchObject({ kind: 'refunded' });
  });

  test('is not sent beside one that nobody had counted, unless that one failed', async () => {
    const world = await createWorld();
    const { of, paymentId, future } = await paid(world);
    const input = { ...of, ...part, paymentId, refundedBefore: 0, ...future };
    await world.run('refundPayment', { ...of, ...part, paymentId, cause: 'other' });
    const stale = { kind: 'stale', mayHaveWritten: false };
    expect(await world.run('refundPayment', input)).toEqual(stale);
    const [other] = world.simulator.razorpay.state.refunds.values();
    Object.assign(other!.entity, { status: 'failed' });
    expect(await world.run('refundPayment', input)).toMatchObject({ kind: 'refunded' });
  });

  test('of which an earlier try may have been sent says so; one that provably was not, does not', async () => {
    const world = await createWorld();
    const { of, paymentId, past } = await paid(world);
    const input = { ...of, ...part, paymentId, refundedBefore: 0 };
    world.proxy.next(/\/refund$/, 'lose_request');
    const lost = await world.failing('refundPayment', input);
    expect(lost.heartbeat).toBeUndefined();
    const late = { ...input, ...past };
    expect(await world.run('refundPayment', late, { attempt: 2 })).toEqual({
      kind: 'stale',
      mayHaveWritten: true,
    });
    world.proxy.next(/\/refunds/, { status: 503 });
    const { heartbeat } = await world.failing('refundPayment', input);
    const second = { attempt: 2, heartbeatDetails: heartbeat };
    expect(await world.run('refundPayment', late, second)).toEqual({ kind: 'stale', mayHaveWritten: false });
  });
});

describe('a write-back', () => {
  const expected = { total: amount, paid: nothing };

  test('marks nothing paid on an old look, and tells whether an earlier try may have', async () => {
    const world = await createWorld();
    const { of, past, future } = await paid(world);
    const late = { ...of, expected, ...past };
    const stale = { kind: 'stale', mayHaveWritten: false };
    expect(await world.run('markInvoicePaid', late)).toEqual(stale);
    const second = await world.run('markInvoicePaid', late, { attempt: 2 });
    expect(second).toEqual({ ...stale, mayHaveWritten: true });
    expect(writes(world)).toEqual([]);
    const answer = await world.run('markInvoicePaid', { ...of, expected, ...future });
    expect(answer).toMatchObject({ kind: 'marked' });
  });

  test('records nothing on an old look, and never answers so when it may have been posted', async () => {
    const world = await createWorld();
    const { of, paymentId, past } = await paid(world);
    const input: RecordPaymentInput = {
      ...{ ...of, ...past, paymentId, amount, expected, accountId: 'ACC1' },
      ...{ searchFirst: false, mayPost: true },
    };
    expect(await world.run('recordPayment', input)).toEqual({ kind: 'stale' });
    expect(writes(world)).toEqual([]);
    const second = await world.run('recordPayment', input, { attempt: 2 });
    expect(second).toMatchObject({ kind: 'unverified' });
  });
});

test('a look and a reading of the invoice say when they began, by the clock that judges them', async () => {
  const world = await createWorld();
  const { of } = await paid(world);
  const before = Date.now();
  const found = await world.run('look', { ...of, rounds: [], duplicates: [], discover: false });
  const read = await world.run('readInvoice', of);
  for (const { readAt } of [found, read]) {
    expect(readAt).toBeGreaterThanOrEqual(before);
    expect(readAt).toBeLessThanOrEqual(Date.now());
  }
});
