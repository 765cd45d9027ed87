import type { Clock } from '../../platform/clock.js';
import type { RazorpayAnswer } from './http.js';

/** The lack of an answer serves everybody for at most so long, in milliseconds: an endpoint in trouble is not asked by all. */
const LACK_FRESH_FOR_MS = 60_000;

/** Longer than this nobody waits, in milliseconds of the machine: a payment without advice is better than a late one. */
const PATIENCE_MS = 1_000;

/**
 * One look that serves every payment of a connection for a while; those that ask at the same time share it. Undefined when
 * Razorpay refused, failed, or took longer than a second. Never throws.
 * @param freshForMs how long an answer serves, by the given clock
 */
export function cachedLook<Value>(
  ask: (signal: AbortSignal) => Promise<RazorpayAnswer<Value>>,
  clock: Clock,
  freshForMs: number,
): () => Promise<Value | undefined> {
  let last: { readonly at: number; lastsMs: number; readonly value: Promise<Value | undefined> } | undefined;
  return () => {
    const at = clock.now();
    // A clock that was set back must not make an answer last.
    if (last && Math.abs(at - last.at) < last.lastsMs) return last.value;
    const begun = { at, lastsMs: freshForMs, value: look(ask) };
    last = begun;
    void begun.value.then((value) => {
      if (value === undefined) begun.lastsMs = Math.min(freshForMs, LACK_FRESH_FOR_MS);
    });
    return begun.value;
  };
}

async function look<Value>(
  ask: (signal: AbortSignal) => Promise<RazorpayAnswer<Value>>,
): Promise<Value | undefined> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  try {
    const answer = await ask(ending.signal);
    return answer.ok ? answer.value : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
