import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { order, startFaultyWorld, type FaultyWorld } from './support.js';

let world: FaultyWorld;
afterEach(() => world.simulator.close());

test('latency holds a request back until its business time has passed', async () => {
  world = await startFaultyWorld();
  world.simulator.faults.add({ provider: 'razorpay', kind: 'latency', times: 1, delayMs: 60_000 });
  const answer = world.razorpay('POST', '/orders', order('slow'));
  // The fault is counted when the request has arrived.
  while (world.simulator.faults.counts().latency === 0) await setImmediate();
  expect((await world.razorpay('POST', '/orders', order('quick'))).status).toBe(200);
  await world.clock.advance(59_999);
  // A request let go too early would be through before another one is answered.
  expect((await world.razorpay('GET', '/orders')).status).toBe(200);
  expect(world.receipts()).toEqual(['quick']);
  await world.clock.advance(1);
  expect((await answer).status).toBe(200);
  expect(world.receipts()).toEqual(['quick', 'slow']);
});
