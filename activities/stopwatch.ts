/**
 * A write begins only this soon after its try did, in milliseconds: its answer takes up to the HTTP client's 10 s, and a
 * try that the server has given up at 15 s must not write any more, since the next one is under way.
 */
const WRITE_WITHIN_MS = 4_000;

/** Tells of one try of an activity whether it is too late to begin a write. */
export interface Stopwatch {
  isLate(): boolean;
}

/** Starts with the try. The clock is monotonic: a wall clock that is set right must not make a late try early. */
export function startStopwatch(): Stopwatch {
  const begun = performance.now();
  return { isLate: () => performance.now() - begun > WRITE_WITHIN_MS };
}
