import { afterEach, expect, test } from 'vitest';
import { order, startFaultyWorld, type FaultyWorld } from './support.js';

let world: FaultyWorld;
afterEach(() => world.simulator.close());

test('a dropped request is executed never, a dropped answer before the connection breaks', async () => {
  world = await startFaultyWorld();
  world.simulator.faults.add({ provider: 'razorpay', path: '/orders', kind: 'dropped_request', times: 1 });
  world.simulator.faults.add({ provider: 'razorpay', path: '/orders', kind: 'dropped_answer', times: 1 });

  await expect(world.razorpay('POST', '/orders', order('lost'))).rejects.toThrow('fetch failed');
  expect(world.receipts()).toEqual([]);

  await expect(world.razorpay('POST', '/orders', order('made'))).rejects.toThrow('fetch failed');
  expect(world.receipts()).toEqual(['made']);
  expect(world.simulator.razorpay.state.ledger).toMatchObject([{ object: 'order', to: 'created' }]);

  expect((await world.razorpay('POST', '/orders', order('calm'))).status).toBe(200);
  await world.clock.advance(3600_000);
  expect(world.receipts()).toEqual(['made', 'calm']);
  expect(world.simulator.faults.counts()).toMatchObject({
    dropped_request: 1,
    dropped_answer: 1,
    latency: 0,
  });
});
