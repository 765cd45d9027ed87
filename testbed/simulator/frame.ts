/**
 * What the two halves of the simulator (Razorpay, Togai) share: a clock that can be moved by hand,
 * and the sender of webhooks. Everything here is a simulation.
 */

/** Something that waits for its time on the simulator's clock. */
export interface Scheduled {
  cancel(): void;
}

/** The simulator's only clock. All times are Unix milliseconds of business time. */
export interface SimulatorClock {
  /** Now, in Unix milliseconds. */
  now(): number;
  /** Now, in whole Unix seconds, the unit of Razorpay's entities. */
  seconds(): number;
  /**
   * Runs `task` once when the clock reaches `atMs`, also when the clock is advanced past it; a time that
   * has passed means "soon". While `task` runs, `now()` is its own time. `advance` waits for a promise it returns.
   */
  at(atMs: number, task: () => unknown): Scheduled;
  /** Moves the clock forward; tasks that fall due on the way run in their order, each at its own time. */
  advance(ms: number): Promise<void>;
}

/** Sends one signed webhook; deliveries and retries follow Razorpay's documented ladder on the simulator's clock. */
export interface WebhookSender {
  /**
   * @param event e.g. `payment.captured`
   * @param payload one entry per contained entity, e.g. `{ payment: {...}, order: {...} }`; snapshots taken now
   */
  send(event: string, payload: Readonly<Record<string, object>>): void;
}
