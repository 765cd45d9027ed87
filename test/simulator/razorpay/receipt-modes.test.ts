import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, oneCallBody, startBench, type Bench } from './fixture.js';

describe('a receipt that exists already', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const ordinary = { amount: 50_000, currency: 'INR', receipt: 'twice' };
  const create = (body: object): ReturnType<Bench['call']> => bench.call('POST', '/orders', body);

  it('makes a second order where the account allows it', async () => {
    const first = await create(ordinary);
    expect((await create(ordinary)).body.id).not.toBe(first.body.id);
    expect((await bench.call('GET', '/orders?receipt=twice')).body.count).toBe(2);
  });

  it.each([
    ['ordinary', ordinary],
    ['one-call', oneCallBody({ receipt: 'twice' })],
  ])('is refused with the first order (%s)', async (variant, body) => {
    bench.simulator.setReceiptMode('reject');
    const first = await create(body);
    const second = await create(body);
    expect(second.status).toBe(400);
    expect(errorOf(second)).toMatchObject({
      description: 'Order receipt should be unique.',
      reason: 'input_validation_failed',
      step: variant === 'one-call' ? 'order_create' : 'payment_initiation',
      metadata: { order_id: first.body.id },
    });
  });

  it('answers with the first order where the account re-uses it, and in one call adds an attempt', async () => {
    bench.simulator.setReceiptMode('reuse');
    const first = await create(ordinary);
    expect((await create(ordinary)).body).toEqual(first.body);
    const attempt = await create(oneCallBody({ receipt: 'twice' }));
    expect(attempt.body).toMatchObject({ id: first.body.id, attempts: 1 });
    expect(bench.simulator.state.orders.size).toBe(1);
  });

  it('is unique on request', async () => {
    const first = await create({ ...ordinary, unique_receipt: true });
    expect((await create({ ...ordinary, unique_receipt: true })).body.id).toBe(first.body.id);
  });
});
