import { afterEach, expect, test } from 'vitest';
import { order, startFaultyWorld, type FaultyWorld } from './support.js';

let world: FaultyWorld;
afterEach(() => world.simulator.close());

test('a late commit breaks the connection at once and is executed by the clock, once, whatever rules are left', async () => {
  world = await startFaultyWorld();
  world.simulator.faults.add({ provider: 'any', kind: 'late_commit', times: 1 });
  world.simulator.faults.add({ provider: 'any', kind: 'too_many_requests', times: 9 });

  await expect(world.razorpay('POST', '/orders', order('late'))).rejects.toThrow('fetch failed');
  await world.clock.advance(29_999);
  expect(world.receipts()).toEqual([]);
  await world.clock.advance(1);
  expect(world.receipts()).toEqual(['late']);
  expect(world.simulator.razorpay.state.ledger[0]?.at).toBe(Date.parse('2026-11-22T00:00:30Z'));
  await world.clock.advance(3600_000);
  expect(world.receipts()).toEqual(['late']);
});

test('a late commit waits as long as its rule says, also past the end of the rule', async () => {
  world = await startFaultyWorld();
  world.simulator.faults.add({ provider: 'togai', kind: 'late_commit', times: 1, delayMs: 86_400_000 });
  const customer = {
    id: 'C1',
    name: 'Acme',
    primaryEmail: 'pay@acme.example',
    address: { country: 'IN' },
  };
  await expect(world.togai('POST', '/customers', customer)).rejects.toThrow('fetch failed');
  world.simulator.faults.clear();
  await world.clock.advance(86_399_000);
  expect((await world.togai('GET', '/customers/C1')).status).toBe(404);
  await world.clock.advance(1000);
  expect((await world.togai('GET', '/customers/C1')).status).toBe(200);
});
