import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begun, errorOf, oneCallBody, startBench, upi, type Bench } from './fixture.js';

describe('UPI', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const start = async (block: Record<string, unknown>, amount = 50_000) =>
    begun(await bench.call('POST', '/orders', oneCallBody({ amount, payment: upi(block) })));
  const fetched = async (paymentId: string) => (await bench.call('GET', `/payments/${paymentId}`)).body;

  it.each([
    ['success@razorpay', 50_000, { status: 'captured', error_reason: null }],
    ['failure@razorpay', 50_000, { status: 'failed', error_reason: 'payment_failed' }],
    [
      'somebody@okhdfcbank',
      201,
      { status: 'failed', error_reason: 'insufficient_funds', error_code: 'GATEWAY_ERROR' },
    ],
    [
      'somebody@okhdfcbank',
      402,
      { status: 'failed', error_reason: 'payment_declined', error_source: 'issuer_bank' },
    ],
  ])('collect from %s of %i answers by itself', async (vpa, amount, expected) => {
    const { paymentId, url } = await start({ flow: 'collect', vpa }, amount);
    expect(url('poll')).toBe(`${bench.url}/v1/payments/${paymentId}`);
    await bench.clock.advance(1999);
    expect((await fetched(paymentId)).status).toBe('created');
    await bench.clock.advance(1);
    expect(await fetched(paymentId)).toMatchObject(expected);
  });

  it('collect from anybody else waits for a person', async () => {
    const { paymentId } = await start({ flow: 'collect', vpa: 'gaurav@okhdfcbank' });
    await bench.clock.advance(60_000);
    await bench.customer.answerCollect(paymentId, 'success');
    expect(await fetched(paymentId)).toMatchObject({
      status: 'captured', vpa: 'gaurav@okhdfcbank', upi: { flow: 'collect' },
    }); // prettier-ignore
  });

  it('collect ends with its own expiry', async () => {
    const { paymentId } = await start({ flow: 'collect', vpa: 'gaurav@okhdfcbank', expiry_time: 5 });
    await bench.clock.advance(5 * 60_000);
    expect((await fetched(paymentId)).error_reason).toBe('payment_collect_request_expired');
  });

  it('an intent is approved or declined in the UPI app', async () => {
    const yes = await start({ flow: 'intent' });
    expect(url(yes.url('intent')).get('am')).toBe('500.00');
    await bench.customer.approveIntent(yes.url('intent'), 'success');
    expect(await fetched(yes.paymentId)).toMatchObject({ status: 'captured', vpa: 'customer@simulated' });
    const no = await start({ flow: 'intent' });
    await bench.customer.approveIntent(no.paymentId, 'cancel');
    expect(await fetched(no.paymentId)).toMatchObject({
      status: 'failed',
      error_reason: 'payment_cancelled',
      vpa: null,
    });
  });

  it('validates addresses, and makes UPI payments by their own endpoint', async () => {
    expect((await bench.call('POST', '/payments/validate/vpa', { vpa: 'a.b@upi' })).body).toMatchObject({
      success: true,
    });
    expect(errorOf(await bench.call('POST', '/payments/validate/vpa', { vpa: 'nonsense' })).reason).toBe(
      'invalid_vpa',
    );
    const order = await bench.call('POST', '/orders', { amount: 500, currency: 'INR' });
    const made = await bench.call('POST', '/payments/create/upi', {
      amount: 500, currency: 'INR', order_id: order.body.id, ...upi({ flow: 'intent' }),
    }); // prettier-ignore
    expect(String(made.body.link)).toMatch(/^upi:\/\/pay\?/);
  });

  it('is refused at the gateway while a severe downtime covers the handle', async () => {
    const wish = { method: 'upi', instrument: { vpa_handle: 'oksbi' }, severity: 'high' } as const;
    const downtime = bench.simulator.startDowntime(wish);
    const attempt = () =>
      bench.call('POST', '/orders', oneCallBody({ payment: upi({ flow: 'collect', vpa: 'gaurav@oksbi' }) }));
    expect(errorOf(await attempt()).code).toBe('GATEWAY_ERROR');
    bench.simulator.changeDowntime(downtime.id, { status: 'resolved' });
    expect((await attempt()).status).toBe(200);
    expect(bench.events()).toEqual([
      'payment.downtime.started',
      'payment.failed',
      'payment.downtime.resolved',
    ]);
    expect(bench.sent[0]?.payload['payment.downtime']).toMatchObject({ id: downtime.id, end: null });
    expect((await bench.call('GET', '/payments/downtimes')).body.count).toBe(0);
  });
});

const url = (intent: string): URLSearchParams => new URLSearchParams(intent.split('?')[1]);
