import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorOf, KEY_ID, KEY_SECRET, startBench, type Bench } from './fixture.js';

const basic = (pair: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
});

describe('the protocol around the endpoints', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  it.each([
    ['no header', { authorization: '' }, 'Authentication failed'],
    ['no secret', basic(`${KEY_ID}:`), 'Authentication failed'],
    ['another key', basic(`rzp_test_other:${KEY_SECRET}`), 'The api key provided is invalid'],
    ['another secret', basic(`${KEY_ID}:other`), 'The api secret provided is invalid'],
  ])('answers 401 to %s', async (_name, headers, description) => {
    const answer = await bench.call('GET', '/orders', undefined, headers);
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toEqual({
      code: 'BAD_REQUEST_ERROR', description, source: 'NA', step: 'NA', reason: 'NA', metadata: {},
    }); // prettier-ignore
  });

  it.each([
    ['GET', '/payment_links'],
    ['GET', '/nonsense'],
    ['DELETE', '/orders'],
    ['POST', '/payment_links'],
  ])('knows no %s %s', async (method, path) => {
    const answer = await bench.call(method, path);
    expect(answer.status).toBe(404);
    expect(errorOf(answer).description).toBe('The requested URL was not found on the server.');
  });

  it('takes forms with nested keys', async () => {
    const form = new URLSearchParams({
      amount: '5000',
      currency: 'INR',
      'notes[a]': 'b',
      payment_capture: '0',
    });
    form.append('transfers[0][account]', 'acc_IRQWUleX4BqvYn');
    form.append('transfers[0][amount]', '1000');
    form.append('transfers[0][currency]', 'INR');
    const answer = await bench.call('POST', '/orders', form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.body).toMatchObject({ amount: 5000, notes: { a: 'b' } });
    const expanded = await bench.call('GET', `/orders/${String(answer.body.id)}?expand[]=transfers`);
    expect(expanded.body.transfers).toMatchObject({
      count: 1,
      items: [{ recipient: 'acc_IRQWUleX4BqvYn', amount: 1000 }],
    });
  });

  it('refuses what is not JSON, and more than one person would list', async () => {
    expect((await bench.call('POST', '/orders', '{')).status).toBe(400);
    expect((await bench.call('POST', '/orders', '[1]')).status).toBe(400);
    expect(errorOf(await bench.call('GET', '/orders?count=101')).field).toBe('count');
    expect(errorOf(await bench.call('GET', '/orders?count=0')).description).toBe(
      'The count must be at least 1.',
    );
    expect(errorOf(await bench.call('GET', '/orders?from=1')).field).toBe('from');
  });

  it('lists by time, newest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const made = await bench.call('POST', '/orders', { amount: 100, currency: 'INR' });
      ids.unshift(z.string().parse(made.body.id));
      await bench.clock.advance(10_000);
    }
    const listed = async (query: string): Promise<unknown[]> =>
      z
        .array(z.object({ id: z.string() }))
        .parse((await bench.call('GET', `/orders?${query}`)).body.items)
        .map(({ id }) => id);
    expect(await listed('')).toEqual(ids);
    expect(await listed('count=1&skip=1')).toEqual([ids[1]]);
    const now = bench.clock.seconds();
    expect(await listed(`from=${now - 20}&to=${now - 15}`)).toEqual([ids[1]]);
  });

  it('makes the same ids from the same seed', async () => {
    const other = await startBench();
    const order = { amount: 100, currency: 'INR' };
    const [mine, theirs] = await Promise.all([
      bench.call('POST', '/orders', order),
      other.call('POST', '/orders', order),
    ]);
    await other.close();
    expect(mine.body.id).toBe(theirs.body.id);
    expect(mine.body.id).toMatch(/^order_[A-Za-z0-9]{14}$/);
  });
});
