import { expect, test } from 'vitest';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';

function stoppedClock(): ReturnType<typeof createSimulatorClock> {
  return createSimulatorClock({ startMs: 1_000_000, wall: () => 5 });
}

test('tasks run in the order of their time, each at its own time', async () => {
  const clock = stoppedClock();
  const seen: [string, number][] = [];
  clock.at(1_003_000, () => seen.push(['third', clock.now()]));
  clock.at(1_001_000, () => {
    seen.push(['first', clock.now()]);
    clock.at(clock.now() + 500, () => seen.push(['made on the way', clock.now()]));
  });
  clock.at(1_001_000, () => seen.push(['second', clock.now()]));
  clock.at(1_009_000, () => seen.push(['not yet', clock.now()]));
  await clock.advance(5000);
  expect(seen).toEqual([
    ['first', 1_001_000],
    ['second', 1_001_000],
    ['made on the way', 1_001_500],
    ['third', 1_003_000],
  ]);
  expect(clock.now()).toBe(1_005_000);
  expect(clock.seconds()).toBe(1005);
  clock.close();
});

test('a cancelled task does not run, and the others still do', async () => {
  const clock = stoppedClock();
  const seen: string[] = [];
  const same = [1, 2, 3].map((n) => clock.at(1_000_100, () => seen.push(`task ${n}`)));
  same[1]!.cancel();
  same[1]!.cancel();
  await clock.advance(100);
  expect(seen).toEqual(['task 1', 'task 3']);
  clock.close();
});

test('an advance waits for the work of a task, time stands still meanwhile', async () => {
  const clock = stoppedClock();
  const seen: number[] = [];
  clock.at(1_000_010, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    clock.at(clock.now() + 10, () => seen.push(clock.now()));
  });
  await clock.advance(50);
  expect(seen).toEqual([1_000_020]);
  clock.close();
});

test('two advances at once add up', async () => {
  const clock = stoppedClock();
  await Promise.all([clock.advance(100), clock.advance(200)]);
  expect(clock.now()).toBe(1_000_300);
  clock.close();
});

test('time never goes back', async () => {
  const clock = stoppedClock();
  await expect(clock.advance(-1)).rejects.toThrow(RangeError);
  expect(clock.now()).toBe(1_000_000);
});
