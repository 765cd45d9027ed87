import type { SimulatorClock } from '../frame.js';

const defaultDelayMs = 2000;
/** Callers wait 10 real seconds for an answer; a delay nobody chose must not become a lost answer. */
const mostRealMs = 8000;

/** Waits on the business clock. @param delayMs business milliseconds, waited out; without it 2000 or 8 real seconds */
export function holdBack(clock: SimulatorClock, delayMs?: number): Promise<void> {
  return new Promise((resolve) => {
    const impatient = (): void => {
      due.cancel();
      resolve();
    };
    const patience = delayMs === undefined ? setTimeout(impatient, mostRealMs).unref() : undefined;
    const due = clock.at(clock.now() + (delayMs ?? defaultDelayMs), () => {
      clearTimeout(patience);
      resolve();
    });
  });
}
