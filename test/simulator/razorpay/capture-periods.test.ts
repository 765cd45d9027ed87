import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begun, errorOf, netbanking, oneCallBody, startBench, type Bench } from './fixture.js';

const MINUTE = 60_000;

describe('what time does to a payment', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const start = async (capture: 'automatic' | 'manual', manualMinutes = 60) =>
    begun(
      await bench.call(
        'POST',
        '/orders',
        oneCallBody({
          payment_config: {
            capture,
            capture_options: { automatic_expiry_period: 12, manual_expiry_period: manualMinutes },
          },
        }),
      ),
    );
  const status = async (paymentId: string): Promise<unknown> =>
    (await bench.call('GET', `/payments/${paymentId}`)).body.status;

  it('fails after ten minutes without an answer, and a late yes inside the automatic period captures the same payment', async () => {
    const { orderId, paymentId, url } = await start('automatic');
    await bench.clock.advance(10 * MINUTE - 1);
    expect(await status(paymentId)).toBe('created');
    await bench.clock.advance(1);
    expect((await bench.call('GET', `/payments/${paymentId}`)).body).toMatchObject({
      status: 'failed', error_reason: 'payment_timed_out',
    }); // prettier-ignore
    await bench.clock.advance(2 * MINUTE);
    await bench.customer.followRedirect(url('redirect'), 'success');
    expect((await bench.call('GET', `/payments/${paymentId}`)).body).toMatchObject({
      status: 'captured', error_reason: null, late_authorized: true,
    }); // prettier-ignore
    expect((await bench.call('GET', `/orders/${orderId}`)).body.status).toBe('paid');
    expect(bench.events()).toEqual([
      'payment.failed',
      'payment.authorized',
      'payment.captured',
      'order.paid',
    ]);
  });

  it('leaves a payment authorized after the automatic period to the merchant, and gives it back after the manual one', async () => {
    const kept = await start('automatic');
    await bench.clock.advance(12 * MINUTE + 1);
    bench.simulator.lateAuthorize(kept.paymentId);
    expect(await status(kept.paymentId)).toBe('authorized');
    const captured = await bench.call('POST', `/payments/${kept.paymentId}/capture`, {
      amount: 50_000,
      currency: 'INR',
    });
    expect(captured.body.status).toBe('captured');

    const lost = await start('manual');
    await bench.customer.followRedirect(lost.url('redirect'), 'success');
    await bench.clock.advance(60 * MINUTE - 1);
    expect(await status(lost.paymentId)).toBe('authorized');
    await bench.clock.advance(1);
    expect((await bench.call('GET', `/payments/${lost.paymentId}`)).body).toMatchObject({
      status: 'refunded', captured: false, amount_refunded: 50_000, fee: null,
    }); // prettier-ignore
    const late = await bench.call('POST', `/payments/${lost.paymentId}/capture`, {
      amount: 50_000,
      currency: 'INR',
    });
    expect(late.status).toBe(400);
    expect((await bench.call('GET', `/orders/${lost.orderId}`)).body).toMatchObject({
      status: 'attempted',
      amount_paid: 0,
    });
    expect(bench.sent.at(-1)).toMatchObject({
      event: 'refund.created',
      payload: { payment: { captured: false } },
    });
    await bench.clock.advance(5000);
    expect(bench.events().at(-1)).toBe('refund.processed');
  });

  it('keeps one success per order: the second goes back, and no attempt is taken while one is authorized', async () => {
    const first = await start('automatic');
    const second = begun(await bench.call('POST', '/orders', { id: first.orderId, payment: netbanking() }));
    await bench.customer.followRedirect(first.url('redirect'), 'success');
    await bench.customer.followRedirect(second.url('redirect'), 'success');
    expect(await status(second.paymentId)).toBe('refunded');
    expect((await bench.call('GET', `/orders/${first.orderId}`)).body).toMatchObject({
      amount_paid: 50_000,
      attempts: 2,
    });
    expect(bench.events().filter((event) => event === 'payment.captured')).toHaveLength(1);

    const waiting = await start('manual');
    await bench.customer.followRedirect(waiting.url('redirect'), 'success');
    const refused = await bench.call('POST', '/orders', { id: waiting.orderId, payment: netbanking() });
    expect(errorOf(refused)).toMatchObject({
      reason: 'duplicate_request',
      metadata: { order_id: waiting.orderId },
    });
  });

  it('gives a payment without an order back at once', async () => {
    const made = await bench.call('POST', '/payments/create/json', {
      amount: 500,
      currency: 'INR',
      ...netbanking(),
    });
    const id = String(made.body.razorpay_payment_id);
    bench.simulator.lateAuthorize(id);
    expect(await status(id)).toBe('refunded');
    expect(bench.events()).toEqual(['payment.authorized', 'refund.created']);
  });

  it('takes a partial order in parts, not below its first minimum and not beyond its amount', async () => {
    const body = oneCallBody({ partial_payment: true, first_payment_min_amount: 10_000 });
    const tooLittle = await bench.call('POST', '/orders', { ...body, payment: netbanking({ amount: 9999 }) });
    expect(errorOf(tooLittle).reason).toBe('order_amount_mismatch');
    const first = begun(
      await bench.call('POST', '/orders', { ...body, payment: netbanking({ amount: 10_000 }) }),
    );
    await bench.customer.followRedirect(first.url('redirect'), 'success');
    expect((await bench.call('GET', `/orders/${first.orderId}`)).body).toMatchObject({
      status: 'attempted', amount_paid: 10_000, amount_due: 40_000,
    }); // prettier-ignore
    const tooMuch = await bench.call('POST', '/orders', {
      id: first.orderId,
      payment: netbanking({ amount: 40_001 }),
    });
    expect(errorOf(tooMuch).reason).toBe('order_amount_mismatch');
    const rest = begun(
      await bench.call('POST', '/orders', { id: first.orderId, payment: netbanking({ amount: 40_000 }) }),
    );
    await bench.customer.followRedirect(rest.url('redirect'), 'success');
    expect((await bench.call('GET', `/orders/${first.orderId}`)).body).toMatchObject({
      status: 'paid',
      amount_due: 0,
    });
    expect(bench.events().filter((event) => event === 'order.paid')).toHaveLength(1);
  });

  it('writes every change of state into the ledger', async () => {
    const { orderId, paymentId, url } = await start('automatic');
    await bench.customer.followRedirect(url('redirect'), 'success');
    const lines = bench.simulator.state.ledger.map(({ id, from, to }) => [id, from, to]);
    expect(lines).toEqual([
      [orderId, null, 'created'],
      [paymentId, null, 'created'],
      [orderId, 'created', 'attempted'],
      [paymentId, 'created', 'authorized'],
      [paymentId, 'authorized', 'captured'],
      [orderId, 'attempted', 'paid'],
    ]);
  });
});
