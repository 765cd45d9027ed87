/** Tells the time; injected wherever time matters. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
}

/** The machine's clock. */
export const wallClock: Clock = { now: () => Date.now() };

/**
 * The business clock: it stood at `startMs` when the wall clock did, and runs `timeScale` times as fast.
 * The scale is 1 outside storms and demos.
 */
export function createBusinessClock(options: { startMs: number; timeScale: number; wall?: Clock }): Clock {
  const { startMs, timeScale, wall = wallClock } = options;
  if (!Number.isFinite(timeScale) || timeScale <= 0)
    throw new RangeError('timeScale must be a positive number');
  return { now: () => Math.round(startMs + (wall.now() - startMs) * timeScale) };
}
