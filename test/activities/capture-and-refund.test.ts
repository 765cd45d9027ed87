import { describe, expect, test } from 'vitest';
import { netbanking, paid as made } from './support/payments.js';
import { createWorld, lagging, type World } from './support/world.js';

const amount = { amount: 50_000, currency: 'INR', exponent: 2 };
const of = { connection: 'main', invoiceId: 'inv.1.a' };

async function paid(
  world: World,
  capture: 'automatic' | 'manual',
  outcome: 'success' | 'failure' = 'success',
) {
  const input = await netbanking(world);
  const policy = { ...input.policy, capture };
  const created = await made(world, { ...input, policy });
  await world.shopper.followRedirect(created.next[0]?.url ?? '', outcome, { post: false });
  return created;
}

describe('capturing', () => {
  test.each([undefined, 'lose_answer'] as const)('an authorized payment, answer: %s', async (fault) => {
    const world = await createWorld();
    const { paymentId, orderId } = await paid(world, 'manual');
    if (fault !== undefined) world.proxy.next(/capture/, fault);
    expect(await world.run('capturePayment', { ...of, paymentId, orderId, amount })).toEqual({
      kind: 'captured',
    });
    expect(world.simulator.razorpay.state.payments.get(paymentId)?.entity.status).toBe('captured');
    expect(world.proxy.seen.filter((seen) => seen.endsWith('/capture'))).toHaveLength(1);
  });

  test('one that is captured already is not captured again', async () => {
    const world = await createWorld();
    const { paymentId, orderId } = await paid(world, 'automatic');
    expect(await world.run('capturePayment', { ...of, paymentId, orderId, amount })).toEqual({
      kind: 'captured',
    });
    expect(world.proxy.seen.some((seen) => seen.endsWith('/capture'))).toBe(false);
  });

  test('a failed one is told', async () => {
    const world = await createWorld();
    const { paymentId, orderId } = await paid(world, 'manual', 'failure');
    const answer = await world.run('capturePayment', { ...of, paymentId, orderId, amount });
    expect(answer).toEqual({ kind: 'not_authorized', status: 'failed' });
  });

  test('a refusal leaves the payment authorized and is told', async () => {
    const world = await createWorld();
    const { paymentId, orderId } = await paid(world, 'manual');
    const part = { ...amount, amount: 100 };
    const answer = await world.run('capturePayment', { ...of, paymentId, orderId, amount: part });
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'BAD_REQUEST_ERROR' } });
  });

  test('a request that was lost on the way is to be tried again', async () => {
    const world = await createWorld();
    const { paymentId, orderId } = await paid(world, 'manual');
    world.proxy.next(/capture/, 'lose_request');
    const { failure } = await world.failing('capturePayment', { ...of, paymentId, orderId, amount });
    expect([failure.type, failure.nonRetryable]).toEqual(['PROVIDER_UNAVAILABLE', false]);
  });
});

describe('refunding', () => {
  const refund = { ...of, amount, cause: 'surplus', try: 1, speed: 'normal' as const };
  const refunds = ({ simulator }: World) => simulator.razorpay.state.refunds.size;

  test('the same cause and try make one refund, however often and at once', async () => {
    const world = await createWorld();
    const { paymentId } = await paid(world, 'automatic');
    const half = { ...refund, paymentId, amount: { ...amount, amount: 20_000 } };
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.run('refundPayment', half).catch(() => undefined)),
    );
    const again = await world.run('refundPayment', half);
    expect(again).toMatchObject({ kind: 'refunded' });
    for (const answer of answers)
      if (answer !== undefined) expect(answer).toMatchObject({ kind: 'refunded' });
    expect(refunds(world)).toBe(1);
  });

  test('a refund whose answer was lost is adopted', async () => {
    const world = await createWorld();
    const { paymentId } = await paid(world, 'automatic');
    world.proxy.next(/\/refund$/, 'lose_answer');
    const { failure } = await world.failing('refundPayment', { ...refund, paymentId });
    expect(failure.nonRetryable).toBe(false);
    expect(await world.run('refundPayment', { ...refund, paymentId })).toMatchObject({ kind: 'refunded' });
    expect(world.proxy.seen.filter((seen) => seen.endsWith('/refund'))).toHaveLength(1);
    expect(refunds(world)).toBe(1);
  });

  test('more that is wanted back of a payment, when what went back before is counted, is another refund', async () => {
    const world = await createWorld();
    const { paymentId } = await paid(world, 'automatic');
    const part = { ...refund, try: 0, paymentId, amount: { ...amount, amount: 20_000 } };
    await world.run('refundPayment', { ...part, refundedBefore: 0 });
    // The same decision, carried out again, is the same refund.
    await world.run('refundPayment', { ...part, refundedBefore: 0 });
    expect(refunds(world)).toBe(1);
    await world.run('refundPayment', { ...part, refundedBefore: 20_000 });
    await world.run('refundPayment', { ...part, refundedBefore: 20_000 });
    expect(refunds(world)).toBe(2);
  });

  test('another try is another refund', async () => {
    const world = await createWorld();
    const { paymentId } = await paid(world, 'automatic');
    const half = { ...refund, paymentId, amount: { ...amount, amount: 20_000 } };
    await world.run('refundPayment', half);
    await world.run('refundPayment', { ...half, try: 2 });
    expect(refunds(world)).toBe(2);
  });

  test('the same key for another sum is refused', async () => {
    const world = await createWorld();
    const { paymentId } = await paid(world, 'automatic');
    lagging(world, 'refundsOfPayment');
    await world.run('refundPayment', { ...refund, paymentId, amount: { ...amount, amount: 20_000 } });
    const other = { ...refund, paymentId, amount: { ...amount, amount: 10_000 } };
    expect(await world.run('refundPayment', other)).toMatchObject({ kind: 'refused' });
    expect(refunds(world)).toBe(1);
  });

  test('more than was captured is refused', async () => {
    const world = await createWorld();
    const { paymentId } = await paid(world, 'automatic');
    const answer = await world.run('refundPayment', {
      ...refund,
      paymentId,
      amount: { ...amount, amount: 60_000 },
    });
    expect(answer).toMatchObject({ kind: 'refused', refusal: { description: expect.any(String) as string } });
  });
});
