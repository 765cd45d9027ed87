import { createServer } from 'node:http';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begun, errorOf, netbanking, oneCallBody, startBench, KEY_SECRET, type Bench } from './fixture.js';

describe('order and payment in one call', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  it('answers like the document, and the bank page captures and comes back signed', async () => {
    const merchant = createServer();
    const posted = new Promise<string>((resolve) => {
      merchant.on('request', (request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          response.writeHead(303, { location: 'https://merchant.example' }).end();
          resolve(body);
        });
      });
    });
    merchant.listen(0, '127.0.0.1');
    await once(merchant, 'listening');
    const address = merchant.address();
    const callback = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/back`;

    const answer = await bench.call(
      'POST',
      '/orders',
      oneCallBody({ payment: netbanking({ callback_url: callback }) }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'attempted', amount: 50_000, amount_due: 50_000, attempts: 1, transfers: [], offer_id: null,
    }); // prettier-ignore
    const { orderId, paymentId, url } = begun(answer);
    expect(url('redirect')).toBe(`${bench.url}/v1/payments/${paymentId.slice(4)}/authorize`);

    const back = await bench.customer.followRedirect(url('redirect'), 'success');
    expect(back.callbackStatus).toBe(303);
    expect(Object.fromEntries(new URLSearchParams(await posted))).toEqual({
      razorpay_payment_id: paymentId,
      razorpay_order_id: orderId,
      razorpay_signature: createHmac('sha256', KEY_SECRET).update(`${orderId}|${paymentId}`).digest('hex'),
    });
    merchant.close();

    expect((await bench.call('GET', `/payments/${paymentId}`)).body).toMatchObject({
      status: 'captured', captured: true, fee: 1180, tax: 180, order_id: orderId,
    }); // prettier-ignore
    expect((await bench.call('GET', `/orders/${orderId}`)).body).toMatchObject({
      status: 'paid', amount_paid: 50_000, amount_due: 0,
    }); // prettier-ignore
    expect(bench.events()).toEqual(['payment.authorized', 'payment.captured', 'order.paid']);
    expect(bench.sent[0]?.payload.payment).toMatchObject({
      status: 'authorized',
      captured: false,
      fee: null,
    });
  });

  it('gives a failed attempt back as form fields, and takes the next one on the same order', async () => {
    const first = begun(
      await bench.call(
        'POST',
        '/orders',
        oneCallBody({ payment: netbanking({ callback_url: 'http://merchant.example/cb' }) }),
      ),
    );
    const back = await bench.customer.followRedirect(first.url('redirect'), 'failure', { post: false });
    expect(back.fields).toMatchObject({
      'error[code]': 'BAD_REQUEST_ERROR',
      'error[reason]': 'payment_failed',
    });
    expect(JSON.parse(back.fields['error[metadata]']!)).toEqual({
      payment_id: first.paymentId,
      order_id: first.orderId,
    });

    const byId = begun(
      await bench.call('POST', '/orders', {
        id: first.orderId,
        payment: { method: 'netbanking', bank: 'SBIN' },
      }),
    );
    expect(byId.orderId).toBe(first.orderId);
    await bench.customer.followRedirect(byId.url('redirect'), 'failure');
    const answer = await bench.call('POST', '/orders', {
      receipt: 'receipt#1',
      payment: { method: 'netbanking', bank: 'ICIC' },
    });
    const byReceipt = begun(answer);
    expect(byReceipt.orderId).toBe(first.orderId);
    expect(answer.body.attempts).toBe(3);
    await bench.customer.followRedirect(byReceipt.url('redirect'), 'success');

    const late = await bench.call('POST', '/orders', {
      id: first.orderId,
      payment: { method: 'netbanking', bank: 'ICIC' },
    });
    expect(errorOf(late)).toMatchObject({
      reason: 'order_already_paid',
      metadata: { order_id: first.orderId },
    });
  });

  it('tells its three refusals apart', async () => {
    const order = await bench.call('POST', '/orders', oneCallBody({ amount: 99 }));
    expect(order.status).toBe(400);
    expect(order.body).toEqual({
      error: {
        code: 'BAD_REQUEST_ERROR', description: 'The amount must be atleast INR 1.00', source: 'business',
        step: 'order_create', reason: 'input_validation_failed', metadata: {}, field: 'amount',
      },
    }); // prettier-ignore
    expect(bench.simulator.state.orders.size).toBe(0);

    const payment = await bench.call(
      'POST',
      '/orders',
      oneCallBody({ payment: netbanking({ bank: 'NOPE' }) }),
    );
    expect(errorOf(payment).metadata).toEqual({ order_id: [...bench.simulator.state.orders.keys()][0] });
    expect(bench.simulator.state.payments.size).toBe(0);

    bench.simulator.refuseNextAtGateway(1);
    const gateway = await bench.call('POST', '/orders', oneCallBody());
    const [paymentId, made] = [...bench.simulator.state.payments][0]!;
    expect(errorOf(gateway)).toMatchObject({
      code: 'GATEWAY_ERROR', reason: 'gateway failure', metadata: { order_id: made.entity.order_id, payment_id: paymentId },
    }); // prettier-ignore
    expect(made.entity.status).toBe('failed');
    expect(bench.events()).toEqual(['payment.failed']);
  });

  const refused: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['a long receipt', { receipt: 'r'.repeat(41) }, 'receipt'],
    ['16 notes', { notes: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`k${i}`, 'v'])) }, 'notes'],
    ['a long note', { notes: { key: 'v'.repeat(257) } }, 'notes'],
    ['a minimum without partial payment', { first_payment_min_amount: 500 }, 'first_payment_min_amount'],
    ['a fraction', { amount: 100.5 }, 'amount'],
    ['a number as currency', { currency: 1 }, 'currency'],
    ['automatic without its period', { payment_config: { capture: 'automatic', capture_options: {} } }, 'payment_config.capture_options.automatic_expiry_period'],
    ['a short period', { payment_config: { capture: 'automatic', capture_options: { automatic_expiry_period: 11 } } }, 'payment_config.capture_options.automatic_expiry_period'],
    ['manual before automatic', { payment_config: { capture: 'automatic', capture_options: { automatic_expiry_period: 60, manual_expiry_period: 30 } } }, 'payment_config.capture_options.manual_expiry_period'],
    ['a long period', { payment_config: { capture: 'manual', capture_options: { manual_expiry_period: 7201 } } }, 'payment_config.capture_options.manual_expiry_period'],
    ['a long e-mail', { payment: netbanking({ email: `${'a'.repeat(30)}@example.com` }) }, 'email'],
    ['a short contact', { payment: netbanking({ contact: '1234567' }) }, 'contact'],
    ['a long contact', { payment: netbanking({ contact: '+911234567890123' }) }, 'contact'],
  ]; // prettier-ignore
  it.each(refused)('refuses %s', async (_name, change, field) => {
    const answer = await bench.call('POST', '/orders', oneCallBody(change));
    expect(answer.status).toBe(400);
    expect(errorOf(answer).field).toBe(field);
    expect(bench.simulator.state.payments.size).toBe(0);
  });

  it('refuses fields nobody knows', async () => {
    const answer = await bench.call('POST', '/orders', oneCallBody({ colour: 'red' }));
    expect(errorOf(answer)).toMatchObject({
      description: 'colour is not required and should not be sent', reason: 'extra_field_sent',
    }); // prettier-ignore
  });
});
