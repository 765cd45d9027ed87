import { expect, test } from 'vitest';
import { EMPTY_SAMPLE, withAccounts } from '../../domain/account-sample.js';
import { HOUR } from '../../domain/clock.js';

const start = Date.UTC(2026, 10, 22, 12);

/** What a run that starts so many hours later takes of a list of so many accounts. */
function taken(accounts: number, hour: number, pageSize = 100): string[] {
  const ids = Array.from({ length: accounts }, (_, index) => `ACC${index}`);
  let sample = EMPTY_SAMPLE;
  for (let from = 0; from < accounts; from += pageSize)
    sample = withAccounts(sample, ids.slice(from, from + pageSize), start + hour * HOUR);
  return sample.taken.map(({ accountId }) => accountId);
}

/** How many different accounts are taken by runs at these hours. */
function covered(accounts: number, hours: readonly number[]): number {
  return new Set(hours.flatMap((hour) => taken(accounts, hour))).size;
}

const hours = (count: number, every = 1): number[] => Array.from({ length: count }, (_, n) => n * every);

test('a list of up to 100 accounts is taken whole in every run', () => {
  expect([1, 99, 100].map((accounts) => taken(accounts, 7).length)).toEqual([1, 99, 100]);
});

test('of a longer list 50 to 100 are taken, whatever its pages', () => {
  for (const accounts of [101, 999, 10_000]) {
    const size = taken(accounts, 3).length;
    expect(size).toBeLessThanOrEqual(100);
    expect(size).toBeGreaterThanOrEqual(50);
    expect(taken(accounts, 3, 7)).toEqual(taken(accounts, 3));
  }
});

test('no account is left out for long, not even when every run takes over an hour', () => {
  expect(covered(1_000, hours(48))).toBe(1_000);
  expect(covered(10_000, hours(14 * 24))).toBe(10_000);
  expect(covered(1_000, hours(48, 2))).toBe(1_000);
});
