import { describe, expect, test } from 'vitest';
import type { Agreed, End } from '../../testbed/storm/audit.js';
import { books, checks, marking, payment, refund, unpaid } from './support/books.js';

const expired: End = { kind: 'ended', outcome: 'expired' };
const cancelled: End = { kind: 'ended', outcome: 'cancelled' };
/** Authorized at 1,000 and given back at 3,000. */
const lapsed = books({
  ...unpaid,
  payments: [payment({ status: 'refunded', authorizedAt: 1_000, capturedAt: undefined })],
  refunds: [refund({ paymentId: 'pay_1', ours: false, cause: 'pay_1: not captured in time', at: 3_000 })],
});

function lapses(change: Partial<Agreed>, end: End = expired, of = lapsed): string[] {
  return checks(of, end, { ...marking, ...change });
}

describe('an authorization went back', () => {
  test('though it stood long enough while somebody could look', () => {
    expect(lapses({ enoughMs: 2_000 })).toEqual(['lapsed']);
    expect(lapses({ enoughMs: 1_000, away: () => [{ from: 0, to: 2_000 }] })).toEqual(['lapsed']);
  });

  test('that came too late, or while nobody could look', () => {
    expect(lapses({ enoughMs: 2_001 })).toEqual([]);
    expect(lapses({ enoughMs: 1_000, away: () => [{ from: 0, to: 2_001 }] })).toEqual([]);
  });

  test('after the collection was cancelled: on purpose; before that: not', () => {
    expect(lapses({ cancelledAt: 3_000 }, cancelled)).toEqual([]);
    expect(lapses({ cancelledAt: 3_001 }, cancelled)).toEqual(['lapsed']);
    expect(lapses({}, cancelled)).toEqual(['lapsed']);
    expect(lapses({ cancelledAt: 2_000 })).toEqual(['lapsed']);
  });

  test('after somebody else marked the invoice paid: on purpose; before that: not', () => {
    const byHand = { ...lapsed, togaiStatus: 'PAID' } as const;
    const nothing: End = { kind: 'ended', outcome: 'nothing_to_collect' };
    expect(lapses({}, nothing, { ...byHand, paidByHandAt: 2_000 })).toEqual([]);
    expect(lapses({}, nothing, { ...byHand, paidByHandAt: 3_500 })).toEqual(['lapsed']);
  });
});
