import { expect, it } from 'vitest';
import { createBusinessClock } from '../../platform/clock.js';

it('starts where the wall clock stood and runs as fast as it is told', () => {
  let wallMs = 1_000;
  const wall = { now: () => wallMs };
  const fast = createBusinessClock({ startMs: 1_000, timeScale: 60, wall });
  const real = createBusinessClock({ startMs: 1_000, timeScale: 1, wall });
  expect([fast.now(), real.now()]).toEqual([1_000, 1_000]);
  wallMs += 500;
  expect([fast.now(), real.now()]).toEqual([31_000, 1_500]);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the time scale %s', (timeScale) => {
  expect(() => createBusinessClock({ startMs: 0, timeScale })).toThrow(RangeError);
});
