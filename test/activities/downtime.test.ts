import { expect, test } from 'vitest';
import { asFirst, dueByNetbanking, inRound } from './support/payments.js';
import { createWorld, type World } from './support/world.js';

const severe = { method: 'netbanking', instrument: { bank: 'HDFC' }, severity: 'high' } as const;

function lookedUp({ proxy }: World): number {
  return proxy.seen.filter((seen) => seen === 'GET /v1/payments/downtimes').length;
}

test('the payment comes with the outage that concerns it, also when the gateway refused it', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  world.simulator.razorpay.startDowntime(severe);
  expect(await world.run('createOrderWithPayment', asFirst(input))).toMatchObject({
    result: { kind: 'refused' },
    downtime: { severity: 'high', method: 'netbanking', instrument: { bank: 'HDFC' }, certain: true },
  });
});

test('without one that concerns it, nothing is said', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  world.simulator.razorpay.startDowntime({ ...severe, instrument: { bank: 'SBIN' } });
  const tried = await world.run('createOrderWithPayment', asFirst(input));
  expect(tried.result.kind).toBe('created');
  expect(tried).not.toHaveProperty('downtime');
});

test('the next payments of the connection within a minute cost no further look', async () => {
  const world = await createWorld();
  const first = await dueByNetbanking(world);
  const input = inRound({ ...first, searched: true });
  for (const round of [1, 2, 3]) {
    const answer = await world.run('createOrderWithPayment', {
      ...input,
      submission: { ...input.submission, attemptId: `attempt-${String(round)}` },
      round: input.round && { ...input.round, round },
    });
    expect(answer.result.kind).toBe('created');
  }
  expect(lookedUp(world)).toBe(1);
});

test.each([
  ['fails', { status: 503 }],
  ['is throttled', { status: 429 }],
  ['is lost', 'lose_answer'],
] as const)('a look that %s costs no payment', async (_what, fault) => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  world.proxy.next(/downtimes/, fault);
  const tried = await world.run('createOrderWithPayment', asFirst(input));
  expect(tried.result.kind).toBe('created');
  expect(tried).not.toHaveProperty('downtime');
  expect(lookedUp(world)).toBe(1);
});

test('the payment does not wait for a look that takes long, and its answer waits a second at most', async () => {
  const world = await createWorld();
  const input = await dueByNetbanking(world);
  world.simulator.faults.add({
    ...{ provider: 'razorpay', path: '/payments/downtimes', kind: 'latency' },
    ...{ times: 1, delayMs: 60_000 },
  });
  const begun = performance.now();
  const answered = world.run('createOrderWithPayment', asFirst(input));
  await expect.poll(() => world.simulator.razorpay.state.payments.size, { interval: 20 }).toBe(1);
  expect(performance.now() - begun).toBeLessThan(900);
  expect((await answered).result.kind).toBe('created');
  expect(performance.now() - begun).toBeLessThan(2_500);
});
