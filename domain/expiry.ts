import type { Policy } from '../contracts/policy.js';
import { DAY } from './clock.js';

/** When a collection that nobody has paid ends; business time, Unix milliseconds, as `openedAt` is. */
export function expiryOf(openedAt: number, { expireAfterDays }: Policy): number {
  return openedAt + expireAfterDays * DAY;
}
