import { expect, test, vi } from 'vitest';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';

test('business time is real time multiplied by the scale', () => {
  let wall = 10_000;
  const clock = createSimulatorClock({ startMs: 500, timeScale: 60, wall: () => wall });
  expect(clock.now()).toBe(500);
  wall += 1000;
  expect(clock.now()).toBe(60_500);
});

test('a scale that is no positive number is refused', () => {
  for (const timeScale of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => createSimulatorClock({ timeScale })).toThrow(RangeError);
  }
});

test('a scaled task fires by itself after the scaled real wait', async () => {
  const clock = createSimulatorClock({ timeScale: 100_000 });
  const task = vi.fn<() => void>();
  clock.at(clock.now() + 2_000_000, task);
  expect(task).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(1), { timeout: 5000 });
  clock.close();
});

test('an outside source leaps and tick runs what became due, each at its own time', () => {
  let outside = 1_000;
  const clock = createSimulatorClock({ now: () => outside });
  const seen: number[] = [];
  clock.at(5_000, () => seen.push(clock.now()));
  clock.at(3_000, () => seen.push(clock.now()));
  clock.tick();
  expect(seen).toEqual([]);
  outside = 2_592_000_000;
  clock.tick();
  expect(seen).toEqual([3_000, 5_000]);
  expect(clock.now()).toBe(2_592_000_000);
});

test('a wait longer than a Node timer can be does not fire at once', async () => {
  const clock = createSimulatorClock();
  const task = vi.fn<() => void>();
  clock.at(clock.now() + 40 * 24 * 3600 * 1000, task);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(task).not.toHaveBeenCalled();
  clock.close();
});

test('close forgets what waits', async () => {
  const clock = createSimulatorClock({ wall: () => 0 });
  const task = vi.fn<() => void>();
  clock.at(10, task);
  clock.close();
  await clock.advance(1000);
  expect(task).not.toHaveBeenCalled();
});
