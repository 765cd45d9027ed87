import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { begun, card, errorOf, oneCallBody, startBench, type Bench } from './fixture.js';

const generatedAnswer = z.object({ next: z.array(z.object({ action: z.string(), url: z.string() })) });

describe('cards', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const start = async (number?: string) =>
    begun(await bench.call('POST', '/orders', oneCallBody({ payment: card(number) })));
  const reason = async (paymentId: string): Promise<unknown> =>
    (await bench.call('GET', `/payments/${paymentId}`)).body.error_reason;

  it('takes an OTP through the public URLs with the key id only', async () => {
    const { paymentId, url } = await start();
    const generated = await fetch(url('otp_generate'), { method: 'POST' });
    const { next } = generatedAnswer.parse(await generated.json());
    const at = (action: string): string => next.find((candidate) => candidate.action === action)!.url;
    const resent: unknown = await (await fetch(at('otp_resend'), { method: 'POST' })).json();
    expect(resent).toEqual({ next: ['otp_submit', 'otp_resend'], razorpay_payment_id: paymentId });
    const stranger = await fetch(at('otp_submit').replace(/key_id=.*/, 'key_id=rzp_test_other'), {
      method: 'POST',
    });
    expect(stranger.status).toBe(401);
    const submitted = await fetch(at('otp_submit'), {
      method: 'POST',
      body: new URLSearchParams({ otp: '754081' }),
    });
    expect(await submitted.json()).toMatchObject({ razorpay_payment_id: paymentId });
    expect((await bench.call('GET', `/payments/${paymentId}`)).body.status).toBe('captured');
    const again = await bench.call('POST', `/payments/${paymentId}/otp/submit`, { otp: '754081' });
    expect(again.status).toBe(400);
  });

  it('ends the payment with the third wrong OTP', async () => {
    const { paymentId } = await start();
    await bench.call('POST', `/payments/${paymentId}/otp_generate`);
    for (const otp of ['12', '123']) {
      const wrong = await bench.call('POST', `/payments/${paymentId}/otp/submit`, { otp });
      expect(wrong.body).toMatchObject({
        error: { description: 'payment processing failed because of incorrect otp' },
        next: ['otp_submit', 'otp_resend'],
      });
    }
    const last = await bench.call('POST', `/payments/${paymentId}/otp/submit`, { otp: '1' });
    expect(errorOf(last)).toMatchObject({
      reason: 'otp_attempts_exceeded',
      metadata: { payment_id: paymentId },
    });
    expect(bench.events()).toEqual(['payment.failed']);
  });

  it.each([
    ['4100280000080001', 'insufficient_funds'],
    ['5305620000030003', 'card_declined'],
    ['4100280000070002', 'payment_cancelled'],
    ['5305620000070009', 'authentication_failed'],
    ['4111111111111111', 'gateway_technical_error'],
  ])('fails %s with %s on the bank page', async (number, expected) => {
    const { paymentId, url } = await start(number);
    await bench.customer.followRedirect(url('redirect'), 'failure');
    expect(await reason(paymentId)).toBe(expected);
  });

  it('fails a failure card whatever the OTP, and lets it through with the Success button', async () => {
    const native = await start('4100280000080001');
    await bench.call('POST', `/payments/${native.paymentId}/otp_generate`);
    const answer = await bench.call('POST', `/payments/${native.paymentId}/otp/submit`, { otp: '1234' });
    expect(errorOf(answer).reason).toBe('insufficient_funds');
    const page = await start('4100280000080001');
    await bench.customer.followRedirect(page.url('redirect'), 'success');
    expect(await reason(page.paymentId)).toBeNull();
  });

  it('takes the OTP on the bank page too, and counts the wrong ones', async () => {
    const { paymentId, url } = await start();
    await bench.customer.followRedirect(url('redirect'), { otp: '12' });
    expect(await (await fetch(url('redirect'))).text()).toContain('2 tries left');
    await bench.customer.followRedirect(url('redirect'), { otp: '1234' });
    expect((await bench.call('GET', `/payments/${paymentId}`)).body.status).toBe('captured');
  });

  it('refuses a card that has expired without making a payment', async () => {
    const expired = {
      number: '4111111111111111',
      name: 'G',
      expiry_month: '10',
      expiry_year: '26',
      cvv: '100',
    };
    const answer = await bench.call('POST', '/orders', oneCallBody({ payment: card('', { card: expired }) }));
    expect(errorOf(answer).reason).toBe('card_expired');
    expect(bench.simulator.state.payments.size).toBe(0);
  });
});
