import { createAgenda } from './agenda.js';
import type { SimulatorClock } from './frame.js';

/** Where the simulator's time comes from. */
export interface SimulatorClockOptions {
  /** Business time at the start, Unix milliseconds. Default: the source's own time. */
  readonly startMs?: number;
  /** Business milliseconds per millisecond of the source. Default 1. */
  readonly timeScale?: number;
  /** The real time source, Unix milliseconds. Default `Date.now`. */
  readonly wall?: () => number;
  /**
   * An outside source of business time instead, e.g. a time-skipping test server's clock. It may leap,
   * so no real timer is set: whoever moves it calls `tick()`.
   */
  readonly now?: () => number;
}

/** The clock with what only its owner needs. */
export interface ManagedClock extends SimulatorClock {
  /** Runs everything that is due now. */
  tick(): void;
  /**
   * From now on business time flows at `rate` times the scale the clock was made with: below 1 it falls behind everybody
   * else's, above 1 it runs ahead. @throws RangeError when it is not a positive number
   */
  setRate(rate: number): void;
  /** Forgets every task and stops the timer. */
  close(): void;
}

/** The longest delay a Node timer takes; longer waits are split. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The simulator's clock. Real time flows, multiplied by `timeScale`, and `advance` adds to it: the same
 * formula the worker uses (`t0 + (wall - t0) * timeScale`), so both agree without talking to each other.
 * @throws RangeError when `timeScale` is not a positive number
 */
export function createSimulatorClock(options: SimulatorClockOptions = {}): ManagedClock {
  const scale = options.timeScale ?? 1;
  if (!(scale > 0) || !Number.isFinite(scale)) throw new RangeError('timeScale must be a positive number');
  const source = options.now ?? options.wall ?? Date.now;
  let sourceStart = source();
  let start = options.startMs ?? sourceStart;
  let rate = 1;
  const agenda = createAgenda();
  let leaptMs = 0;
  let pinnedMs: number | undefined;
  let advancing = false;
  let lastAdvance: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const flowing = (): number => Math.floor(start + (source() - sourceStart) * scale * rate) + leaptMs;
  const now = (): number => pinnedMs ?? flowing();

  function arm(): void {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    const next = agenda.nextAt();
    if (options.now !== undefined || advancing || next === undefined) return;
    const delayMs = Math.min(Math.max(Math.ceil((next - flowing()) / (scale * rate)), 0), longestTimerMs);
    timer = setTimeout(tick, delayMs);
    // A clock alone must not keep a process alive; the server does that.
    timer.unref();
  }

  function tick(): void {
    if (advancing) return;
    try {
      for (let due = agenda.takeDue(flowing()); due !== undefined; due = agenda.takeDue(flowing())) {
        pinnedMs = due.atMs;
        due.task();
        pinnedMs = undefined;
      }
    } finally {
      pinnedMs = undefined;
      arm();
    }
  }

  async function leap(ms: number): Promise<void> {
    advancing = true;
    const from = flowing();
    const target = from + ms;
    try {
      pinnedMs = from;
      for (let due = agenda.takeDue(target); due !== undefined; due = agenda.takeDue(target)) {
        pinnedMs = Math.max(pinnedMs, due.atMs);
        await due.task();
      }
    } finally {
      leaptMs += ms;
      pinnedMs = undefined;
      advancing = false;
      arm();
    }
  }

  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    at(atMs, task) {
      const dueMs = Math.max(atMs, now());
      const entry = agenda.add({ atMs: dueMs, task });
      if (agenda.nextAt() === dueMs) arm();
      return entry;
    },
    advance(ms) {
      if (!(ms >= 0) || !Number.isFinite(ms))
        return Promise.reject(new RangeError('time only moves forward'));
      const next = lastAdvance.then(() => leap(Math.round(ms)));
      lastAdvance = next.catch(() => undefined);
      return next;
    },
    tick,
    setRate(wanted) {
      if (!(wanted > 0) || !Number.isFinite(wanted)) throw new RangeError('rate must be a positive number');
      start = flowing() - leaptMs;
      sourceStart = source();
      rate = wanted;
      arm();
    },
    close() {
      agenda.clear();
      arm();
    },
  };
}
