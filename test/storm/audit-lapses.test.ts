import { describe, expect, test } from 'vitest';
import type { Agreed, End } from '../../testbed/storm/audit.js';
import { books, checks, marking, payment, refund, TARGET, unpaid } from './support/books.js';

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

  test('of a second part, after the collection was cancelled with the first one kept: on purpose', () => {
    const parts = {
      ...lapsed,
      payments: [
        payment({ id: 'pay_0', amount: TARGET / 2, authorizedAt: 400, capturedAt: 500 }),
        ...lapsed.payments.map((each) => ({ ...each, amount: TARGET / 2 })),
      ],
      refunds: lapsed.refunds.map((each) => ({ ...each, amount: TARGET / 2 })),
    };
    const inPart = (reason?: string): End => ({
      ...{ kind: 'ended', outcome: 'partially_paid', amountPaid: TARGET / 2, reason },
    });
    const found = (cancelledAt: number | undefined, end: End): string[] =>
      lapses({ cancelledAt }, end, parts).filter((check) => check === 'lapsed');
    expect(found(2_000, inPart('cancelled'))).toEqual([]);
    expect(found(3_001, inPart('cancelled'))).toEqual(['lapsed']);
    expect(found(undefined, inPart('cancelled'))).toEqual(['lapsed']);
    expect(found(2_000, inPart('expired'))).toEqual(['lapsed']);
    expect(found(2_000, inPart())).toEqual(['lapsed']);
  });

  test('after somebody else marked the invoice paid: on purpose; before that: not', () => {
    const byHand = { ...lapsed, togaiStatus: 'PAID' } as const;
    const nothing: End = { kind: 'ended', outcome: 'nothing_to_collect' };
    expect(lapses({}, nothing, { ...byHand, paidByHandAt: 2_000 })).toEqual([]);
    expect(lapses({}, nothing, { ...byHand, paidByHandAt: 3_500 })).toEqual(['lapsed']);
  });
});
