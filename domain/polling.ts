import type { Policy } from '../contracts/policy.js';
import { HOUR, MINUTE, SECOND } from './clock.js';

/** Gap before the next look, in milliseconds: doubles with each look that found nothing new, up to the policy's cap. */
export function gapAfter(quietLooks: number, policy: Policy): number {
  const doubled = policy.firstLookSeconds * SECOND * 2 ** Math.min(quietLooks, 30);
  return Math.min(doubled, policy.longestLookMinutes * MINUTE);
}

/**
 * Whether a poll reads the invoice in Togai as well. Short gaps never do: Togai allows 10 requests a second for
 * everybody. Of the long ones every other does, which keeps 30 days of waiting within 500 history events.
 */
export function pollReadsInvoice(quietLooks: number, policy: Policy): boolean {
  return gapAfter(quietLooks, policy) >= 12 * HOUR && quietLooks % 2 === 0;
}
