import { afterEach, expect, test } from 'vitest';
import { createFaultInjector, httpFaultKinds } from '../../../testbed/simulator/faults/fault-injector.js';
import { order, startFaultyWorld, type FaultyWorld } from './support.js';

const worlds: FaultyWorld[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.simulator.close())));

const receipts = Array.from({ length: 20 }, (_, index) => `r${index}`);

/** What each call met: its status, or that the connection broke. */
async function fates(seed: number, sequence: readonly string[]): Promise<Record<string, string>> {
  // Ids differ, as they do between runs whose requests race.
  const world = await startFaultyWorld({ seed: Math.trunc(Number(sequence[0]?.slice(1)) * 7) });
  worlds.push(world);
  const found: Record<string, string> = {};
  const meet = async (name: string, call: () => Promise<{ status: number; text: string }>): Promise<void> => {
    found[name] = await call().then(
      ({ status, text }) => `${status} ${text.length > 0 && text.endsWith('}')}`,
      () => 'broken',
    );
  };
  const ids = new Map<string, string>();
  for (const receipt of sequence) {
    const made = await world.razorpay('POST', '/orders', order(receipt));
    ids.set(receipt, (JSON.parse(made.text) as { id: string }).id);
  }
  const kinds = httpFaultKinds.filter((kind) => kind !== 'latency');
  world.simulator.faults.random({ seed, probability: 0.5, kinds });
  for (const receipt of sequence) {
    await meet(`${receipt} first`, () => world.razorpay('GET', `/orders/${ids.get(receipt)!}`));
    await meet(`${receipt} second`, () => world.razorpay('GET', `/orders/${ids.get(receipt)!}`));
  }
  return found;
}

test('the same seed harms the same calls whoever comes first, another seed others', async () => {
  const forwards = await fates(1, receipts);
  expect(await fates(1, receipts.toReversed())).toEqual(forwards);
  expect(await fates(2, receipts)).not.toEqual(forwards);
  const harmed = Object.values(forwards).filter((fate) => fate !== '200 true');
  expect(harmed.length).toBeGreaterThan(10);
  expect(harmed.length).toBeLessThan(30);
});

test('the same call again is another draw, so that it gets through in the end', async () => {
  const found = await fates(3, receipts);
  expect(receipts.some((receipt) => found[`${receipt} first`] !== found[`${receipt} second`])).toBe(true);
});

test('calls that are harmed seldom are harmed a quarter as often', () => {
  const faults = createFaultInjector(() => 0);
  const seldom = { provider: 'togai', method: 'POST', path: '/payments' } as const;
  faults.random({ seed: 1, probability: 0.4, kinds: ['dropped_request'], seldom });
  const hits = (method: string): number =>
    receipts.flatMap((receipt) =>
      Array.from({ length: 100 }, (_, turn) =>
        faults.take({ provider: 'togai', method, path: '/payments', identity: `${receipt} ${turn}` }),
      ).filter((fault) => fault !== undefined),
    ).length;
  expect(hits('GET')).toBeGreaterThan(700);
  expect(hits('POST')).toBeGreaterThan(150);
  expect(hits('POST')).toBeLessThan(250);
});

test('pages and the control API are never harmed', async () => {
  const world = await startFaultyWorld();
  worlds.push(world);
  const paid = await world.razorpay('POST', '/payments/create/json', {
    ...{ amount: 100, currency: 'INR', email: 'a@example.com', contact: '9123456789', ip: '127.0.0.1' },
    ...{ user_agent: 'test', method: 'netbanking', bank: 'HDFC' },
    ...{
      order_id: (
        JSON.parse((await world.razorpay('POST', '/orders', { amount: 100, currency: 'INR' })).text) as {
          id: string;
        }
      ).id,
    },
  });
  const page = /"(http[^"]*authorize)"/.exec(paid.text)?.[1];
  world.simulator.faults.random({ seed: 1, probability: 1, kinds: ['too_many_requests'] });
  expect((await fetch(page!)).status).toBe(200);
  expect((await world.control('GET', '/clock')).status).toBe(200);
  expect((await world.razorpay('GET', '/no/such/route')).status).toBe(404);
  expect(world.simulator.faults.counts().too_many_requests).toBe(0);
  expect((await world.razorpay('GET', '/orders')).status).toBe(429);
});

test('a plan that is none is refused', async () => {
  const world = await startFaultyWorld();
  worlds.push(world);
  const { faults } = world.simulator;
  expect(() => faults.random({ seed: 1, probability: 1.5, kinds: ['latency'] })).toThrow(RangeError);
  expect(() => faults.random({ seed: 1, probability: 0.5, kinds: [] })).toThrow(RangeError);
  expect(() => faults.add({ provider: 'any', kind: 'latency', times: 0 })).toThrow(RangeError);
});

test('a rule that is ended harms no further call, whatever was left of it', () => {
  const faults = createFaultInjector(() => 0);
  const call = { provider: 'togai', method: 'GET', path: '/invoices', identity: 'one' } as const;
  const end = faults.add({ provider: 'togai', kind: 'server_error_html', times: 100 });
  faults.add({ provider: 'any', kind: 'latency', times: 1 });
  expect(faults.take(call)).toMatchObject({ kind: 'server_error_html' });
  end();
  expect(faults.take(call)).toMatchObject({ kind: 'latency' });
  expect(faults.take(call)).toBeUndefined();
});
