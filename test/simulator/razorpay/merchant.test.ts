import { afterEach, beforeEach, expect, test } from 'vitest';
import { errorOf, oneCallBody, startBench, type Bench } from './fixture.js';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

test.each(['merchant_not_activated', 'live_mode_not_enabled'] as const)(
  'an account with %s makes the order, refuses the payment, and takes it later',
  async (reason) => {
    const { simulator } = bench;
    simulator.refuseMerchant(reason);
    const refused = await bench.call('POST', '/orders', oneCallBody());
    expect(refused.status).toBe(400);
    const [orderId = ''] = simulator.state.orders.keys();
    expect(errorOf(refused)).toMatchObject({ reason, source: 'business', metadata: { order_id: orderId } });
    expect([simulator.state.payments.size, simulator.state.refusedForMerchant]).toEqual([0, 1]);
    simulator.refuseMerchant(null);
    expect((await bench.call('POST', '/orders', oneCallBody())).status).toBe(200);
    expect(simulator.state.refusedForMerchant).toBe(1);
  },
);

test('it issues no payment request', async () => {
  const customer = await bench.call('POST', '/customers', { name: 'Asha', email: 'asha@example.com' });
  const draft = await bench.call('POST', '/invoices', {
    ...{ type: 'invoice', draft: '1', customer_id: customer.body['id'] },
    line_items: [{ name: 'Invoice', amount: 50_000, currency: 'INR', quantity: 1 }],
  });
  bench.simulator.refuseMerchant('merchant_not_activated');
  const refused = await bench.call('POST', `/invoices/${String(draft.body['id'])}/issue`, {});
  expect(errorOf(refused).reason).toBe('merchant_not_activated');
  expect(bench.simulator.state.orders.size).toBe(0);
});
