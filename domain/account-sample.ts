import type { AccountSample } from '../contracts/reconciliation.js';
import { DAY, HOUR } from './clock.js';

/** Accounts that one reconciliation compares: three calls each. */
const MOST = 100;

export const EMPTY_SAMPLE: AccountSample = { seen: 0, stride: 1, taken: [] };

/**
 * Adds a page of the list, however long that is: every account at first, every second when those are too many, and so on.
 * @param startedAt business time, Unix milliseconds: which of the accounts between are taken moves on with every hour
 */
export function withAccounts(
  sample: AccountSample,
  accountIds: readonly string[],
  startedAt: number,
): AccountSample {
  // With the days as well: where only every second hour has a run, its turn is not always an even one.
  const turn = Math.floor(startedAt / HOUR) + Math.floor(startedAt / DAY);
  let { stride } = sample;
  const isTurn = ({ position }: { readonly position: number }): boolean =>
    position % stride === turn % stride;
  const listed = accountIds.map((accountId, index) => ({ position: sample.seen + index, accountId }));
  let taken = [...sample.taken, ...listed.filter(isTurn)];
  while (taken.length > MOST) {
    stride *= 2;
    taken = taken.filter(isTurn);
  }
  return { seen: sample.seen + accountIds.length, stride, taken };
}
