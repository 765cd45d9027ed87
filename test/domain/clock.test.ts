import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessNow, DAY, HOUR, MINUTE, realDelay, SECOND } from '../../domain/clock.js';

const time = { startMs: 1_000_000, timeScale: 60 };

test('business time runs from its start at its scale', () => {
  expect(businessNow(time, 1_000_000)).toBe(1_000_000);
  expect(businessNow(time, 1_000_500)).toBe(1_030_000);
  expect(businessNow({ ...time, timeScale: 1 }, 1_234_567)).toBe(1_234_567);
});

test('a wait is divided by the scale and rounded up, so that nobody wakes too early', () => {
  expect(realDelay(time, 1_000_000, 1_060_000)).toBe(1_000);
  expect(realDelay(time, 1_000_000, 1_060_001)).toBe(1_001);
  expect(realDelay(time, 1_000_500, 1_060_000)).toBe(500);
});

test('a wait for what has passed is as short as can be, never zero', () => {
  expect(realDelay(time, 1_000_000, 1_000_000)).toBe(1);
  expect(realDelay(time, 1_000_000, 0)).toBe(1);
});

test('after the wait the time is reached', () => {
  const scales = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(scales, fc.nat(100 * DAY), fc.nat(100 * DAY), (timeScale, elapsed, ahead) => {
      const scaled = { startMs: 1_700_000_000_000, timeScale };
      const wall = scaled.startMs + elapsed;
      const until = businessNow(scaled, wall) + ahead;
      expect(businessNow(scaled, wall + realDelay(scaled, wall, until))).toBeGreaterThanOrEqual(until);
    }),
  );
});

test('the units are milliseconds', () => {
  expect([SECOND, MINUTE, HOUR, DAY]).toEqual([1_000, 60_000, 3_600_000, 86_400_000]);
});
