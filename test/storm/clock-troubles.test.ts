import { afterEach, expect, test } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { businessNow } from '../../domain/clock.js';
import { wallClock } from '../../platform/clock.js';
import { createSimulatorClock, type ManagedClock } from '../../testbed/simulator/clock.js';
import { clockOf } from '../../testbed/storm/clock-troubles.js';

const timeScale = 3_600;
const SHIFT_MS = 200;
/** What reading two clocks one after the other may cost. */
const IN_STEP_MS = 10;

const clocks: ManagedClock[] = [];
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
});

function setUp() {
  const time = { startMs: wallClock.now(), timeScale };
  const clock = createSimulatorClock(time);
  clocks.push(clock);
  /** Real milliseconds; above 0 the providers' clock is ahead. */
  const ahead = (): number => (clock.now() - businessNow(time, wallClock.now())) / timeScale;
  return { clock, ahead, upset: clockOf({ simulator: { clock }, clock: wallClock, time, timeScale }) };
}

test('a clock that jumps is ahead, then slow, then in step', async () => {
  const { ahead, upset } = setUp();
  const done = upset('clock_jump', SHIFT_MS);
  await wait(SHIFT_MS / 4);
  expect(ahead()).toBeGreaterThan(SHIFT_MS / 4);
  await done;
  await wait(SHIFT_MS);
  expect(Math.abs(ahead())).toBeLessThan(IN_STEP_MS);
});

test('a slow clock falls behind, then jumps into step', async () => {
  const { ahead, upset } = setUp();
  const done = upset('clock_slow', SHIFT_MS);
  await wait(SHIFT_MS);
  expect(ahead()).toBeLessThan(-SHIFT_MS / 4);
  await done;
  await wait(SHIFT_MS);
  expect(Math.abs(ahead())).toBeLessThan(IN_STEP_MS);
});

test('two at once come one after the other, and time never goes back', async () => {
  const { clock, ahead, upset } = setUp();
  const seen = [clock.now()];
  const watching = setInterval(() => seen.push(clock.now()), 5);
  await Promise.all([upset('clock_jump', SHIFT_MS), upset('clock_slow', SHIFT_MS)]);
  clearInterval(watching);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(Math.abs(ahead())).toBeLessThan(IN_STEP_MS);
});
