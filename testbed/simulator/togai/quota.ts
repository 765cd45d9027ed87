import type { SimulatorClock } from '../frame.js';

/** Says whether one more call fits, and counts it if so. */
export interface Quota {
  take(): boolean;
}

/**
 * At most `limit` calls within any `windowMs` of business time. Togai publishes only "10 req/s"; a sliding window
 * is the strictest reading: a client that stays within it is within every other one. Refused calls do not count.
 */
export function createQuota(clock: SimulatorClock, limit: number, windowMs: number): Quota {
  const taken: number[] = [];
  let oldest = 0;
  return {
    take() {
      if (limit === Number.POSITIVE_INFINITY) return true;
      const now = clock.now();
      if (taken.length < limit) {
        taken.push(now);
        return true;
      }
      const first = taken[oldest];
      if (first === undefined || now - first < windowMs) return false;
      taken[oldest] = now;
      oldest = (oldest + 1) % limit;
      return true;
    },
  };
}
