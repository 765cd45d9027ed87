import { describe, expect, test } from 'vitest';
import {
  books,
  checks,
  mark,
  marking,
  payment,
  refund,
  TARGET,
  unpaid,
  wanted,
  type Case,
} from './support/books.js';

const refunded = { kind: 'ended', outcome: 'refunded' } as const;
const expired = { kind: 'ended', outcome: 'expired' } as const;
const asked = { ...marking, refundIds: ['goodwill'] };
const lower = [
  { at: 0, amount: TARGET },
  { at: 500, amount: 30_000 },
];
const back = books({ togaiStatus: 'REFUND_INITIATED', refunds: [wanted()] });
const second = payment({ id: 'pay_2', attemptId: 'second', capturedAt: 2_500 });

describe('what the business does: books in which every promise was kept', () => {
  test.each<Case>([
    ['all was given back on its wish', back, refunded],
    ['a part was given back on its wish', books({ refunds: [wanted({ amount: 10_000 })] }), refunded],
    [
      'it wanted the surplus back before anybody else gave it back',
      books({ payments: [payment(), second], refunds: [wanted({ paymentId: 'pay_2' })] }),
      { kind: 'ended', outcome: 'paid' },
    ],
    [
      'late money came after all was given back',
      {
        ...back,
        payments: [payment(), { ...second, capturedAt: 4_000 }],
        refunds: [wanted(), refund({ at: 5_000 })],
      },
      refunded,
    ],
    [
      'the amount fell before its payment was marked, and the difference went back',
      books({ billed: lower, refunds: [refund({ paymentId: 'pay_1', amount: 20_000 })] }),
      { kind: 'ended', outcome: 'paid' },
    ],
    [
      'a payment of more than is due any more was let go',
      books({
        ...unpaid,
        billed: lower,
        payments: [payment({ status: 'refunded', capturedAt: undefined })],
        refunds: [refund({ paymentId: 'pay_1', ours: false, cause: 'pay_1: not captured in time' })],
      }),
      expired,
    ],
  ])('%s', (_name, of, end) => {
    const wishes = of.refunds.some(({ merchantRefundId }) => merchantRefundId !== undefined);
    expect(checks(of, end, wishes ? asked : marking)).toEqual([]);
  });
});

describe('each check of what the business does can fail', () => {
  test('merchant_refund: it was promised, and never made', () => {
    expect(checks(books(), undefined, asked)).toEqual(['merchant_refund']);
    const failed = books({ refunds: [wanted({ failed: true })] });
    expect(checks(failed, undefined, asked)).toEqual(['merchant_refund']);
  });

  test('one_merchant_refund: made again', () => {
    const twice = [wanted({ amount: 10_000 }), wanted({ id: 'rfnd_2', amount: 10_000, at: 3_500 })];
    expect(checks(books({ refunds: twice }), refunded, asked)).toEqual(['one_merchant_refund']);
  });

  test('refunds: more than the payment, or what only the merchant may give back', () => {
    const more = books({
      togaiStatus: 'REFUND_INITIATED',
      refunds: [wanted(), refund({ paymentId: 'pay_1' })],
    });
    expect(checks(more, refunded, asked)).toContain('refunds');
    const rest = books({
      refunds: [wanted({ amount: 10_000, at: 2_900 }), refund({ paymentId: 'pay_1', amount: 5_000 })],
    });
    expect(checks(rest, refunded, asked)).toContain('refunds');
  });

  test('kept: late money stayed after the merchant gave all back', () => {
    const late = { ...back, payments: [payment(), { ...second, capturedAt: 4_000 }] };
    expect(checks(late, refunded, asked)).toContain('kept');
  });

  test('paid_iff_kept: Togai still says PAID, or says refunded of what is kept', () => {
    expect(checks({ ...back, togaiStatus: 'PAID' }, refunded, asked)).toEqual(['paid_iff_kept']);
    expect(checks(books({ togaiStatus: 'REFUND_INITIATED' }))).toEqual(['paid_iff_kept']);
  });

  test('outcome: paid, although the merchant gave it back', () => {
    expect(checks(back, { kind: 'ended', outcome: 'paid' }, asked)).toEqual(['outcome']);
    expect(checks(books(), refunded)).toEqual(['outcome']);
  });

  test('kept: the amount fell, and the difference stayed', () => {
    expect(checks(books({ billed: lower }))).toEqual(['kept']);
  });

  test('paid_without_money: marked when more was due already; what is billed later is no matter', () => {
    const more = (at: number) => [
      { at: 0, amount: TARGET },
      { at, amount: TARGET + 1 },
    ];
    expect(checks(books({ billed: more(1_500) }))).toContain('paid_without_money');
    expect(checks(books({ billed: more(2_500) }))).not.toContain('paid_without_money');
  });

  test('lapsed: the lower amount was authorized in time', () => {
    const lapsed = books({
      ...unpaid,
      billed: lower,
      payments: [payment({ amount: 30_000, status: 'refunded', capturedAt: undefined })],
      refunds: [
        refund({ paymentId: 'pay_1', amount: 30_000, ours: false, cause: 'pay_1: not captured in time' }),
      ],
    });
    expect(checks(lapsed, expired)).toEqual(['lapsed']);
  });

  test('one_write_back: marked twice, whatever was billed', () => {
    const twice = [mark(), mark({ at: 2_100 })];
    expect(checks(books({ billed: lower, payments: [payment({ amount: 30_000 })], togai: twice }))).toEqual([
      'one_write_back',
    ]);
  });
});
