import type { Clock } from '../../platform/clock.js';
import { ProviderFailure } from '../failure.js';
import type { HttpAnswer } from '../http.js';

/**
 * Togai locks an address out after five unauthenticated calls in 30 minutes, whichever tokens it has. Two of them for each
 * connection of a process: a second worker behind the same address stays below the limit too.
 */
const REFUSALS = 2;
const WINDOW_MS = 30 * 60_000;

/** What an activity's 15 s leave beside a call's 10 s: nobody writes to Togai for a try that is long over. */
const PATIENCE_MS = 4_000;

/** Counts how often Togai refused a token, so that many invoices together do not ask it as often as one each. */
export interface RefusalBudget {
  /**
   * Sends a call. While nobody knows whether Togai takes the token, one goes at a time and the others wait for its answer;
   * from the first that is accepted until the next refusal all go at once.
   * @throws ProviderFailure CREDENTIALS_REFUSED: nothing was sent, since Togai has refused this token too often
   * @throws ProviderFailure PROVIDER_NOT_REACHED: nothing was sent, since calls before this one take too long
   * @throws the signal's reason when it ended the wait
   */
  send(what: string, signal: AbortSignal | undefined, call: () => Promise<HttpAnswer>): Promise<HttpAnswer>;
}

export function createRefusalBudget(clock: Clock, patienceMs = PATIENCE_MS): RefusalBudget {
  let refusedAt: number[] = [];
  let refusals = 0;
  let accepted = false;
  let trial: { readonly end: Promise<void> } | undefined;
  const underWay = (): typeof trial => trial;

  function check(what: string): void {
    refusedAt = refusedAt.filter((at) => clock.now() < at + WINDOW_MS);
    const [first] = refusedAt;
    if (first === undefined || refusedAt.length < REFUSALS) return;
    const until = new Date(first + WINDOW_MS).toISOString();
    throw new ProviderFailure('CREDENTIALS_REFUSED', false, `${what}: not asked again before ${until}`);
  }

  async function ask(call: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const before = refusals;
    const answer = await call();
    const { status } = answer;
    if (status === 401) {
      refusedAt.push(clock.now());
      refusals += 1;
      accepted = false;
      // An outage, or a lockout (429), says nothing of the token; nor does what was sent before it was refused.
    } else if (status < 500 && status !== 429 && before === refusals) {
      refusedAt = [];
      accepted = true;
    }
    return answer;
  }

  return {
    async send(what, signal, call) {
      if (underWay()) {
        const patience = patienceOf(what, signal, patienceMs);
        try {
          // Whoever leaves this loop asks in the same turn of the event loop, so that the others find its call under way.
          for (let other = underWay(); other; other = underWay())
            await Promise.race([other.end, patience.over]);
        } finally {
          patience.stop();
        }
      }
      check(what);
      const asked = ask(call);
      if (!accepted) {
        const end = (): void => void (trial = undefined);
        trial = { end: asked.then(end, end) };
      }
      return asked;
    },
  };
}

/** Fails when the caller's signal says so, or when it has waited long enough. */
function patienceOf(
  what: string,
  signal: AbortSignal | undefined,
  patienceMs: number,
): { readonly over: Promise<never>; stop(): void } {
  let stop = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => resolve();
    const timer = setTimeout(end, patienceMs);
    signal?.addEventListener('abort', end);
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    };
    if (signal?.aborted === true) end();
  });
  const over = ended.then((): never => {
    signal?.throwIfAborted();
    throw new ProviderFailure('PROVIDER_NOT_REACHED', false, `${what}: waited for an accepted token`);
  });
  return { over, stop: () => stop() };
}
