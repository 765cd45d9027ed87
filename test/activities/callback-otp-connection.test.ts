import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import { toApplicationFailure } from '../../activities/to-application-failure.js';
import { CardSecret } from '../../platform/vault/card-secret.js';
import { ProviderFailure, type ProviderFailureCode } from '../../providers/failure.js';
import { signCallback } from '../../providers/razorpay/signatures.js';
import { netbanking, paid } from './support/payments.js';
import { createWorld, keySecret, type World } from './support/world.js';

describe('a success form', () => {
  const fields = (orderId: string, signedFor = orderId) => ({
    razorpay_order_id: orderId,
    razorpay_payment_id: 'pay_1',
    razorpay_signature: signCallback(signedFor, 'pay_1', keySecret),
  });

  test.each([
    ['signed for an order of ours', fields('order_1'), true],
    ['signed for an order that is not ours', fields('order_9'), false],
    ['naming our order, signed for another', fields('order_1', 'order_9'), false],
  ])('%s: %s', async (_name, form, verified) => {
    const world = await createWorld();
    const input = { connection: 'main', orderIds: ['order_0', 'order_1'], fields: form };
    expect(await world.run('verifyCallback', input)).toBe(verified);
    expect(world.proxy.seen).toEqual([]);
  });
});

describe('OTP', () => {
  async function cardPayment(world: World): Promise<string> {
    const input = await netbanking(world);
    const details = {
      number: '4100280000001007',
      expiry_month: '11',
      expiry_year: '30',
      cvv: '100',
      name: 'Asha',
    };
    const card = await world.vault.put(CardSecret.card(details), 60_000);
    const { email, contact, ip } = input.payment;
    const created = await paid(world, {
      ...input,
      payment: { method: 'card', card, email, contact, ip },
    });
    return created.paymentId;
  }
  const of = { connection: 'main', invoiceId: 'inv.1.a' };
  const submit = async (world: World, otp: string) =>
    ({
      attemptId: 'attempt-1',
      step: 'submit',
      otp: await world.vault.put(CardSecret.otp(otp), 60_000),
    }) as const;

  test('is generated, refused when wrong, sent again, and accepted when right', async () => {
    const world = await createWorld();
    const paymentId = await cardPayment(world);
    const step = (request: Parameters<typeof world.run<'sendOtp'>>[1]['request']) =>
      world.run('sendOtp', { ...of, paymentId, request });
    const generated = await step({ attemptId: 'attempt-1', step: 'generate', otp: undefined });
    expect(generated).toMatchObject({ status: 'next_actions' });
    const wrong = await step(await submit(world, '12'));
    expect(wrong).toMatchObject({
      status: 'refused',
      next: [{ action: 'otp_submit' }, { action: 'otp_resend' }],
    });
    const resent = await step({ attemptId: 'attempt-1', step: 'resend', otp: undefined });
    expect(resent).toMatchObject({ status: 'next_actions', next: expect.arrayContaining([]) as unknown[] });
    expect(await step(await submit(world, '123456'))).toEqual({ status: 'accepted' });
  });

  test('is spent when its answer was lost, and back when nothing was sent', async () => {
    const world = await createWorld();
    const paymentId = await cardPayment(world);
    const request = await submit(world, '123456');
    world.proxy.next(/otp\/submit/, { status: 429 });
    const throttled = await world.failing('sendOtp', { ...of, paymentId, request });
    world.proxy.next(/otp\/submit/, 'lose_answer');
    const lost = await world.failing('sendOtp', { ...of, paymentId, request });
    expect([throttled.failure.type, lost.failure.type]).toEqual(['PROVIDER_THROTTLED', 'OUTCOME_UNKNOWN']);
    await expect(world.vault.take(request.otp)).rejects.toThrow('used before');
  });
});

describe('checking a connection', () => {
  test('good credentials', async () => {
    const world = await createWorld();
    expect(await world.run('checkConnection', { connection: 'main' })).toMatchObject({
      connection: 'main',
      environment: 'test',
      razorpay: { ok: true },
      togai: { ok: true },
      webhookUrl: 'https://pay.example.com/webhooks/razorpay/main',
      webhookEvents: expect.arrayContaining(['order.paid']) as string[],
    });
  });

  test('refused ones are told, not thrown, each for itself', async () => {
    const world = await createWorld();
    world.proxy.next(/^GET \/v1/, { status: 401 });
    const report = await world.run('checkConnection', { connection: 'main' });
    expect(report.razorpay.ok).toBe(false);
    expect(report.razorpay.detail).toContain('CREDENTIALS_REFUSED');
    expect(report.togai.ok).toBe(true);
  });
});

describe('failures as Temporal sees them', () => {
  const waitedOut = [
    ['PROVIDER_THROTTLED', 'togai GET /invoices: 429'],
    ['PROVIDER_UNAVAILABLE', 'togai GET /invoices: 503'],
    ['PROVIDER_NOT_REACHED', 'togai GET /invoices: refused'],
    ['PROVIDER_ANSWER_UNREADABLE', 'togai GET /invoices: 200 is no JSON'],
  ] as const;
  const pause = (code: ProviderFailureCode, attempt: number, random: number): number => {
    const failure = toApplicationFailure(new ProviderFailure(code, false, 'x'), attempt, () => random);
    if (!(failure instanceof ApplicationFailure)) throw new Error('It is told as Temporal’s');
    return Number(failure.nextRetryDelay);
  };

  const boundsOf = (code: ProviderFailureCode): number[][] =>
    [1, 2, 3, 6, 7, 20].map((attempt) => [pause(code, attempt, 0), pause(code, attempt, 1)]);

  test('a throttled call waits longer with every try, spread over half of the pause, and a minute at most', () => {
    expect(boundsOf('PROVIDER_THROTTLED')).toEqual([
      ...[[500, 1_000], [1_000, 2_000], [2_000, 4_000]], // prettier-ignore
      ...[[16_000, 32_000], [30_000, 60_000], [30_000, 60_000]], // prettier-ignore
    ]);
  });

  test.each(waitedOut)('%s: its tries wait as those of a throttled call do', (code) => {
    expect(boundsOf(code)).toEqual(boundsOf('PROVIDER_THROTTLED'));
  });

  test.each(waitedOut)('%s: those that failed together do not come back together', (code) => {
    const pauses = Array.from({ length: 101 }, (_, index) => pause(code, 7, index / 100));
    expect(new Set(pauses).size).toBe(101);
    for (const [index, one] of pauses.entries()) expect(one).toBe(30_000 + index * 300);
  });

  test.each(waitedOut)('%s: its code and text stay, and it may be tried again', (code, detail) => {
    const failure = toApplicationFailure(new ProviderFailure(code, false, detail), 1);
    expect(failure).toMatchObject({ type: code, message: expect.stringContaining(detail) as string });
    expect(failure).not.toMatchObject({ nonRetryable: true });
  });

  test('refused credentials are not tried again, and what is not of the family passes', () => {
    const refused = toApplicationFailure(new ProviderFailure('CREDENTIALS_REFUSED', false, 'x'), 1);
    expect(refused).toMatchObject({ type: 'CREDENTIALS_REFUSED', nonRetryable: true });
    expect(refused).not.toHaveProperty('nextRetryDelay', expect.any(Number));
    const bug = new TypeError('bug');
    expect(toApplicationFailure(bug, 1)).toBe(bug);
  });
});
