import type { Clock } from '../../platform/clock.js';
import type { ObservedCall } from '../http.js';

/** Reads leave the workflow tasks for so long after the last sign of strain, in milliseconds of the machine. */
const STRAINED_FOR_MS = 10_000;

/**
 * Whether Razorpay is slow, away, or has asked one connection to slow down. Reads inside workflow tasks pass by the queue's
 * limit: while this lasts they must not, or all that wait would ask at once when Razorpay is back.
 */
export interface Strain {
  note(call: Pick<ObservedCall, 'outcome'>): void;
  isFelt(): boolean;
}

/** Shared by all activities of the process. @param clock wall time */
export function createStrain(clock: Clock): Strain {
  let feltAt = Number.NEGATIVE_INFINITY;
  return {
    note: ({ outcome }) => {
      if (typeof outcome === 'string' || outcome === 429 || outcome >= 500) feltAt = clock.now();
    },
    // A clock that was set back must not make it last.
    isFelt: () => Math.abs(clock.now() - feltAt) < STRAINED_FOR_MS,
  };
}
