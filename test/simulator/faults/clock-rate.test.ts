import { expect, test } from 'vitest';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';

test('a slow clock falls behind from the moment it was slowed, and jumps add to it', async () => {
  let wall = 0;
  const clock = createSimulatorClock({ startMs: 1000, timeScale: 10, wall: () => wall });
  wall = 100;
  expect(clock.now()).toBe(2000);
  clock.setRate(0.5);
  expect(clock.now()).toBe(2000);
  wall = 200;
  expect(clock.now()).toBe(2500);
  await clock.advance(10_000);
  clock.setRate(1);
  wall = 300;
  expect(clock.now()).toBe(13_500);
  expect(() => clock.setRate(0)).toThrow(RangeError);
});
