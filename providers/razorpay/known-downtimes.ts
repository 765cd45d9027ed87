import type { Downtime } from '../../contracts/downtime.js';
import type { Clock } from '../../platform/clock.js';
import type { RazorpayClient } from './client.js';

/** An answer serves every payment of the connection for so long, in milliseconds; so does the lack of one. */
const FRESH_FOR_MS = 60_000;

/** Longer than this nobody waits, in milliseconds of the machine: a payment without advice is better than a late one. */
const PATIENCE_MS = 1_000;

/** The outages of one connection's instruments, looked up at most once a minute however many payments ask. */
export interface KnownDowntimes {
  /** Undefined when they are not known: Razorpay refused, failed, or took longer than a second. Never throws. */
  now(): Promise<readonly Downtime[] | undefined>;
}

export function createKnownDowntimes(
  razorpay: Pick<RazorpayClient, 'activeDowntimes'>,
  clock: Clock,
): KnownDowntimes {
  let last: { readonly at: number; readonly downtimes: Promise<readonly Downtime[] | undefined> } | undefined;
  return {
    now() {
      const at = clock.now();
      // A clock that was set back must not make an answer last.
      if (!last || Math.abs(at - last.at) >= FRESH_FOR_MS) last = { at, downtimes: look(razorpay) };
      return last.downtimes;
    },
  };
}

async function look(
  razorpay: Pick<RazorpayClient, 'activeDowntimes'>,
): Promise<readonly Downtime[] | undefined> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  try {
    const answer = await razorpay.activeDowntimes(ending.signal);
    return answer.ok ? answer.value : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
