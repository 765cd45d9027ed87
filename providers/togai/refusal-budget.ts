import type { Clock } from '../../platform/clock.js';
import { ProviderFailure } from '../failure.js';

/**
 * Togai locks an address out after five unauthenticated calls in 30 minutes, whichever tokens it has. Two of them for each
 * connection of a process: a second worker behind the same address stays below the limit too.
 */
const REFUSALS = 2;
const WINDOW_MS = 30 * 60_000;

/** Counts how often Togai refused a token, so that many invoices together do not ask it as often as one each. */
export interface RefusalBudget {
  /** @throws ProviderFailure CREDENTIALS_REFUSED: nothing was sent, since Togai has refused this token too often */
  check(what: string): void;
  /** An accepted call gives the budget back. */
  note(status: number): void;
}

export function createRefusalBudget(clock: Clock): RefusalBudget {
  let refusedAt: number[] = [];
  return {
    check(what) {
      refusedAt = refusedAt.filter((at) => clock.now() < at + WINDOW_MS);
      const [first] = refusedAt;
      if (first === undefined || refusedAt.length < REFUSALS) return;
      const until = new Date(first + WINDOW_MS).toISOString();
      throw new ProviderFailure('CREDENTIALS_REFUSED', false, `${what}: not asked again before ${until}`);
    },
    note(status) {
      if (status === 401) refusedAt.push(clock.now());
      // An outage, or a lockout (429), says nothing of the token.
      else if (status < 500 && status !== 429) refusedAt = [];
    },
  };
}
