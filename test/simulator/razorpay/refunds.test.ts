import { afterEach, describe, expect, it } from 'vitest';
import { begun, errorOf, oneCallBody, startBench, type Bench } from './fixture.js';

describe('refunds', () => {
  let bench: Bench;
  afterEach(() => bench.close());

  async function paid(): Promise<string> {
    const { paymentId, url } = begun(await bench.call('POST', '/orders', oneCallBody()));
    await bench.customer.followRedirect(url('redirect'), 'success');
    return paymentId;
  }
  const refund = (paymentId: string, body: object, key?: string): ReturnType<Bench['call']> =>
    bench.call(
      'POST',
      `/payments/${paymentId}/refund`,
      body,
      key === undefined ? {} : { 'x-refund-idempotency': key },
    );

  it('makes one refund of the same key and body, in any order of fields, and none of another body', async () => {
    bench = await startBench();
    const id = await paid();
    const first = await refund(id, { amount: 500, speed: 'normal' }, 'refund-key-1');
    expect((await refund(id, { speed: 'normal', amount: 500 }, 'refund-key-1')).body.id).toBe(first.body.id);
    const other = await refund(id, { amount: 600 }, 'refund-key-1');
    expect(other.status).toBe(409);
    expect(errorOf(other)).toMatchObject({
      description: 'Different request with the same idempotency key has already been processed.', source: 'NA',
    }); // prettier-ignore
    expect(bench.simulator.state.refunds.size).toBe(1);
    await refund(id, { amount: 500 });
    await refund(id, { amount: 500 });
    expect(bench.simulator.state.refunds.size).toBe(3);
  });

  it('refuses the second of two at once', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let arrived = (): void => undefined;
    const busy = new Promise<void>((resolve) => (arrived = resolve));
    bench = await startBench({
      features: {
        beforeRefund: () => {
          arrived();
          return gate;
        },
      },
    });
    const id = await paid();
    const first = refund(id, {}, 'refund-key-1');
    await busy;
    const second = await refund(id, {}, 'refund-key-1');
    expect(second.status).toBe(409);
    expect(errorOf(second).description).toBe(
      'Another request with the same idempotency key is still in progress.',
    );
    release();
    expect((await first).status).toBe(200);
  });

  it.each(['short', 'with a space in it'])('refuses the key "%s"', async (key) => {
    bench = await startBench();
    const answer = await refund(await paid(), {}, key);
    expect(answer.status).toBe(400);
    expect(bench.simulator.state.refunds.size).toBe(0);
  });

  it('pays refunds from the balance, and a refusal does not use up the key', async () => {
    bench = await startBench({ features: { openingBalance: 0 } });
    const id = await paid();
    expect(bench.simulator.state.balance).toBe(48_820);
    const short = await refund(id, {}, 'refund-key-1');
    expect(errorOf(short).description).toMatch(/^Your account does not have enough balance/);
    bench.simulator.setBalance(50_000);
    expect((await refund(id, {}, 'refund-key-1')).status).toBe(200);
    expect(bench.simulator.state.balance).toBe(0);
    expect(bench.events().slice(-1)).toEqual(['refund.created']);
    expect(errorOf(await refund(id, { amount: 99 })).description).toBe(
      'The payment has been fully refunded already.',
    );
  });

  it('can fail, and then the money is back and may be refunded again', async () => {
    bench = await startBench();
    const id = await paid();
    bench.simulator.failNextRefunds(1);
    const first = await refund(id, {});
    await bench.clock.advance(5000);
    expect((await bench.call('GET', `/refunds/${String(first.body.id)}`)).body.status).toBe('failed');
    expect((await bench.call('GET', `/payments/${id}`)).body).toMatchObject({
      status: 'captured', amount_refunded: 0, refund_status: null,
    }); // prettier-ignore
    expect((await refund(id, {})).status).toBe(200);
    await bench.clock.advance(5000);
    expect(bench.events().slice(-4)).toEqual([
      'refund.created',
      'refund.failed',
      'refund.created',
      'refund.processed',
    ]);
  });

  it('does not fail where Razorpay gives back by itself what nobody captured', async () => {
    bench = await startBench();
    const manual = {
      payment_config: {
        capture: 'manual',
        capture_options: { automatic_expiry_period: 12, manual_expiry_period: 60 },
      },
    };
    const { paymentId, url } = begun(await bench.call('POST', '/orders', oneCallBody(manual)));
    await bench.customer.followRedirect(url('redirect'), 'success');
    bench.simulator.failNextRefunds(1);
    await bench.clock.advance(61 * 60_000);
    expect((await bench.call('GET', `/payments/${paymentId}`)).body.status).toBe('refunded');
    expect(bench.events().slice(-1)).toEqual(['refund.processed']);
    expect(bench.simulator.state.refundFailures).toBe(1);
  });
});
