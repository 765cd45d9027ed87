import { setTimeout as wait } from 'node:timers/promises';
import { businessNow } from '../../domain/clock.js';
import type { World } from './world.js';

/** Whose clock is upset, and by whose it is put into step. */
type Clocks = Pick<World, 'clock' | 'time' | 'timeScale'> & {
  readonly simulator: Pick<World['simulator'], 'clock'>;
};

/** The providers' clock jumps ahead of everybody else's and is slow then, or it is slow and jumps then. */
export const clockKinds = ['clock_jump', 'clock_slow'] as const;

/** What a slow clock runs at. */
const SLOW = 0.5;

/**
 * What puts the providers' clock out of step with the product's, and at its end into step again: it never goes back. There
 * is one clock, so each waits for the one before it. `shiftMs` is real time; so far the clocks part.
 */
export function clockOf(
  world: Clocks,
): (kind: (typeof clockKinds)[number], shiftMs: number) => Promise<void> {
  const { clock } = world.simulator;
  let last = Promise.resolve();
  return (kind, shiftMs) => {
    last = last.then(async () => {
      if (kind === 'clock_jump') await clock.advance(shiftMs * world.timeScale);
      clock.setRate(SLOW);
      await wait(shiftMs / (1 - SLOW));
      clock.setRate(1);
      // Timers are late on a busy machine: what is left of the lag must not add up.
      await clock.advance(Math.max(0, businessNow(world.time, world.clock.now()) - clock.now()));
    });
    return last;
  };
}
