import type { Downtime } from '../../contracts/downtime.js';
import type { Clock } from '../../platform/clock.js';
import { cachedLook } from './cached-look.js';
import type { RazorpayClient } from './client.js';

/** Milliseconds: payments of one minute share a look, and an outage is told within one. */
const FRESH_FOR_MS = 60_000;

/** The outages of one connection's instruments, looked up at most once a minute however many payments ask. */
export interface KnownDowntimes {
  /** Undefined when they are not known: Razorpay refused, failed, or took longer than a second. Never throws. */
  now(): Promise<readonly Downtime[] | undefined>;
}

export function createKnownDowntimes(
  razorpay: Pick<RazorpayClient, 'activeDowntimes'>,
  clock: Clock,
): KnownDowntimes {
  return { now: cachedLook((signal) => razorpay.activeDowntimes(signal), clock, FRESH_FOR_MS) };
}
