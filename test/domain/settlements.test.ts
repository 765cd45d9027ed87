import { describe, expect, test } from 'vitest';
import type { InvoiceStatus } from '../../contracts/billing.js';
import type { CollectionOutcome } from '../../contracts/collection.js';
import type { CaptureNow, CountedMoney, SettledLine } from '../../contracts/settlement.js';
import { HOUR } from '../../domain/clock.js';
import {
  agreesAlone,
  differencesOf,
  emptySettlements,
  indianDayBefore,
  isAskedNow,
  isWrittenBack,
  isWrittenSoFar,
  withLine,
} from '../../domain/settlements.js';

const money = { paymentId: 'pay_1', currency: 'INR', settlementId: 'setl_1', utr: 'utr1' };
const payment = { ...money, kind: 'payment', id: 'pay_1', amount: 50_000, fee: 1_180, tax: 180 } as const;
const refund = { ...money, kind: 'refund', id: 'rfnd_1', amount: 20_000, fee: 0, tax: 0 } as const;

test('yesterday is the Indian one, whichever day it is in Greenwich', () => {
  expect(indianDayBefore(Date.UTC(2026, 10, 22, 18, 29, 59))).toBe('2026-11-21');
  expect(indianDayBefore(Date.UTC(2026, 10, 22, 18, 30))).toBe('2026-11-22');
  expect(indianDayBefore(Date.UTC(2027, 0, 1, 12))).toBe('2026-12-31');
});

test('the sums are exact by currency, and beyond 1,000 lines the rest is counted', () => {
  let report = emptySettlements('2026-11-21');
  const line = (index: number): SettledLine => ({ ...payment, invoiceId: `inv.${index}` });
  for (let index = 0; index < 1_500; index += 1) report = withLine(report, line(index));
  report = withLine(report, { ...refund, invoiceId: 'inv.1' });
  report = withLine(report, { ...payment, invoiceId: 'inv.2', currency: 'USD', fee: 10, tax: 1 });
  expect(report.sums).toEqual([
    {
      ...{ currency: 'INR', payments: 1_500, amount: 75_000_000, fee: 1_770_000, tax: 270_000 },
      ...{ refunds: 1, refunded: 20_000 },
    },
    { currency: 'USD', payments: 1, amount: 50_000, fee: 10, tax: 1, refunds: 0, refunded: 0 },
  ]);
  expect([report.lines.length, report.leftOut]).toEqual([1_000, 502]);
});

test('a full list stays far below the 2 MB that Temporal takes', () => {
  let report = emptySettlements('2026-11-21');
  const longest = { ...payment, id: `pay_${'x'.repeat(14)}`, paymentId: `pay_${'x'.repeat(14)}` };
  const named = { ...longest, invoiceId: 'i'.repeat(255), settlementId: `setl_${'x'.repeat(14)}` };
  for (let index = 0; index < 5_000; index += 1) report = withLine(report, { ...named, utr: 'u'.repeat(22) });
  expect(JSON.stringify(report).length).toBeLessThan(600_000);
});

test('of a long day, Togai is asked for the first 100 in every run and for each other in one of 24', () => {
  const asked = (position: number): number =>
    Array.from({ length: 24 }, (_, hour) => isAskedNow(position, hour * HOUR + 1)).filter(Boolean).length;
  expect([0, 99].map(asked)).toEqual([24, 24]);
  expect([100, 101, 4_711].map(asked)).toEqual([1, 1, 1]);
});

describe('what was counted and what was settled', () => {
  const counted: CountedMoney = { outcome: 'paid', paymentIds: ['pay_1'], amount: 50_000 };
  const now: CaptureNow = { paymentId: 'pay_1', amount: 50_000, refunded: 0 };

  test('agree by themselves when the page shows all of it', () => {
    expect(agreesAlone(counted, [payment])).toBe(true);
    expect(agreesAlone({ ...counted, amount: 49_999 }, [payment])).toBe(false);
    expect(agreesAlone({ ...counted, paymentIds: ['pay_1', 'pay_2'] }, [payment])).toBe(false);
    expect(agreesAlone({ ...counted, amount: 20_000 }, [refund])).toBe(false);
  });

  test.each([
    ['a refund that was counted', { ...counted, amount: 30_000 }, [refund], { ...now, refunded: 20_000 }, []],
    [
      'the payment, when its refund was counted',
      { ...counted, amount: 30_000 },
      [payment],
      { ...now, refunded: 20_000 },
      [],
    ],
    [
      'a refund that nobody counted',
      counted,
      [refund],
      { ...now, refunded: 20_000 },
      [{ subject: 'rfnd_1', found: 'refund_not_counted' }],
    ],
    [
      'less settled than captured',
      counted,
      [{ ...payment, amount: 49_000 }],
      now,
      [{ subject: 'pay_1', found: 'settled_amount_differs' }],
    ],
    [
      'more counted than captured',
      { ...counted, amount: 60_000 },
      [payment],
      now,
      [{ subject: 'pay_1', found: 'counted_amount_differs' }],
    ],
  ])('%s', (_, of, rows, capture, expected) => {
    expect(differencesOf(of, rows, [capture])).toEqual(expected);
  });

  const settled = { fee: 1_180, tax: 180 };
  test.each<readonly [string, Pick<CaptureNow, 'fee' | 'tax'>]>([
    ['the same', settled],
    ['not known yet', {}],
    ['known in part, and the same', { fee: 1_180 }],
  ])('a fee and tax of the payment that are %s', (_, own) => {
    expect(differencesOf(counted, [payment], [{ ...now, ...own }])).toEqual([]);
  });

  test.each<readonly [string, Pick<CaptureNow, 'fee' | 'tax'>]>([
    ['another fee', { fee: 1_190, tax: 180 }],
    ['another tax', { fee: 1_180, tax: 0 }],
    ['no fee at all', { fee: 0, tax: 0 }],
    ['another fee, and no tax yet', { fee: 1_190 }],
  ])('%s than was settled is told with both', (_, own) => {
    const fees = { settled, payment: { fee: own.fee, tax: own.tax } };
    expect(differencesOf(counted, [payment], [{ ...now, ...own }])).toEqual([
      { subject: 'pay_1', found: 'fee_differs', fees },
    ]);
  });

  test('a refund that nobody counted is told by its own row, not by the one of its payment', () => {
    expect(differencesOf(counted, [payment], [{ ...now, refunded: 20_000 }])).toEqual([]);
  });

  test('a fee is told beside a refund, not beside another amount, and none of a refund itself', () => {
    const own = { ...now, ...settled, fee: 1_190 };
    const found = (rows: (typeof payment | typeof refund)[], amount: number, capture: CaptureNow) =>
      differencesOf(counted, rows, [{ ...capture, amount }]).map((one) => one.found);
    expect(found([payment, refund], 50_000, { ...own, refunded: 20_000 })).toEqual([
      'refund_not_counted',
      'fee_differs',
    ]);
    expect(found([payment], 49_000, own)).toEqual(['settled_amount_differs']);
    expect(found([refund], 50_000, own)).toEqual([]);
  });
});

test('an invoice is written back when Togai says what the outcome says', () => {
  const written = (status: InvoiceStatus | undefined, outcome: CollectionOutcome) =>
    isWrittenBack(status, { outcome, amount: 50_000 });
  expect(written('PAID', 'paid')).toBe(true);
  expect(written('PARTIALLY_PAID', 'partially_paid')).toBe(true);
  expect(written('REFUND_INITIATED', 'refunded')).toBe(true);
  expect(written('PARTIALLY_PAID', 'paid')).toBe(false);
  expect(written('REFUND_COMPLETED', 'paid')).toBe(false);
  expect(written('DUE', 'partially_paid')).toBe(false);
  expect(written(undefined, 'paid')).toBe(false);
});

test.each<readonly [string, Partial<CountedMoney>, boolean]>([
  ['is wrong where we had set it', { markedPaid: true }, false],
  ['stays where payments are recorded, or nobody knows', {}, true],
  ['stays where a part of it is kept: Togai knows no partial refund', { amount: 1, markedPaid: true }, true],
  ['stays for any other outcome', { outcome: 'paid', markedPaid: true }, true],
])('PAID after a refund %s', (_, change, expected) => {
  expect(isWrittenBack('PAID', { outcome: 'refunded', amount: 0, ...change })).toBe(expected);
});

test('while a collection runs, a part may be all it has written so far', () => {
  expect((['PAID', 'PARTIALLY_PAID'] as const).map(isWrittenSoFar)).toEqual([true, true]);
  expect((['DUE', 'VOID', undefined] as const).map(isWrittenSoFar)).toEqual([false, false, false]);
});
