import type { Clock } from '../platform/clock.js';

/**
 * Events that Temporal accepted in the last minutes, so that a burst of redeliveries costs nothing. Forgetting one is
 * harmless: it is only a hint. Bounded by number and by age.
 */
export class RecentEvents {
  readonly #acceptedAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly maxEvents = 50_000,
    private readonly maxAgeMs = 10 * 60_000,
  ) {}

  has(key: string): boolean {
    const at = this.#acceptedAt.get(key);
    return at !== undefined && this.clock.now() - at <= this.maxAgeMs;
  }

  add(key: string): void {
    this.#acceptedAt.delete(key);
    this.#acceptedAt.set(key, this.clock.now());
    if (this.#acceptedAt.size <= this.maxEvents) return;
    const [oldest] = this.#acceptedAt.keys();
    if (oldest !== undefined) this.#acceptedAt.delete(oldest);
  }
}
