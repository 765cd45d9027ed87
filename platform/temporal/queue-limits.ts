import type { Config } from '../config/config.js';
import type { QueueLimits } from './setup.js';

/** Calls one task makes at most in the ordinary case; retries of a task are tasks. */
const CALLS = {
  togai: { togai: 4 },
  both: { togai: 3, razorpay: 3 },
  razorpay: { razorpay: 2 },
} as const;

/** Calls per second that a provider allows one connection. */
export interface AllowedCalls {
  readonly razorpay: number;
  readonly togai: number;
}

/** What the most careful connection is allowed: one limit of a queue holds for every connection. */
export function allowedCallsOf({ connections }: Pick<Config, 'connections'>): AllowedCalls {
  const all = [...connections.values()];
  return {
    razorpay: Math.min(...all.map(({ razorpay }) => razorpay.requestsPerSecond)),
    togai: Math.min(...all.map(({ togai }) => togai.requestsPerSecond)),
  };
}

/**
 * The limits of the queues, in tasks per second and connection: all of them together make at most half of the calls that
 * each provider allows, because a queue that was quiet lets about one second's worth pass at once, and the next second's
 * worth right behind it.
 *
 * An invoice needs as many tasks of the queue for both providers (an order) as of Togai's (its write-back), so these two
 * share Togai's half evenly; Razorpay's own queue gets what they leave of Razorpay's.
 */
export function queueLimits(allowed: AllowedCalls): QueueLimits {
  const half = { razorpay: allowed.razorpay / 2, togai: allowed.togai / 2 };
  const both = Math.min(
    half.togai / (CALLS.both.togai + CALLS.togai.togai),
    half.razorpay / 2 / CALLS.both.razorpay,
  );
  return {
    both,
    togai: (half.togai - both * CALLS.both.togai) / CALLS.togai.togai,
    razorpay: (half.razorpay - both * CALLS.both.razorpay) / CALLS.razorpay.razorpay,
  };
}
