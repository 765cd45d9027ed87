import { describe, expect, test } from 'vitest';
import { heldReasons } from '../../contracts/held-reasons.js';
import type { InvoiceBooks } from '../../testbed/storm/books.js';
import { auditAccount, auditHeld, auditOthers, type End } from '../../testbed/storm/audit.js';
import { heldForGoodReason } from '../../testbed/storm/held-list.js';
import {
  books,
  checks,
  mark,
  marking,
  payment,
  record,
  recording,
  refund,
  TARGET,
  unpaid,
  type Case,
} from './support/books.js';

const paid = { kind: 'ended', outcome: 'paid' } as const;
const expired: End = { kind: 'ended', outcome: 'expired' };
const second = payment({ id: 'pay_2', attemptId: 'second', capturedAt: 2_500 });

describe('books in which every promise was kept', () => {
  test.each<Case>([
    ['paid once', books(), paid],
    ['never paid', books(unpaid), expired],
    ['paid twice, the surplus refunded', books({ payments: [payment(), second], refunds: [refund()] }), paid],
    [
      'a refund that failed, and its successor',
      books({
        payments: [payment(), second],
        refunds: [refund({ failed: true }), refund({ id: 'rfnd_2', at: 4_000 })],
      }),
      paid,
    ],
    [
      'an authorization that Razorpay itself gave back',
      books({
        payments: [payment(), { ...second, status: 'refunded', capturedAt: undefined }],
        refunds: [refund({ ours: false, cause: 'pay_2: the order has its money already' })],
      }),
      paid,
    ],
    [
      'a write that changed nothing',
      books({ togai: [mark(), mark({ kind: 'unchanged', from: 'PAID' })] }),
      paid,
    ],
    ['a later run that finds it paid', books(), { kind: 'ended', outcome: 'nothing_to_collect' }],
    [
      'held, and the books show why',
      books({ togai: [mark({ by: 'control', at: 500 })], paidByHandAt: 500 }),
      { kind: 'held', reason: 'paid_elsewhere' },
    ],
  ])('%s', (_name, of, end) => {
    expect(checks(of, end)).toEqual([]);
  });
});

describe('an invoice that was voided while it was collected', () => {
  const voided = { togaiStatus: 'VOID', togai: [], voidedAt: 1_500 } as const;

  test('may let go what was authorized, give back what was captured, or be held for a person', () => {
    const lapsed = { payments: [payment({ status: 'refunded', capturedAt: undefined })] };
    const gone = refund({ paymentId: 'pay_1', ours: false, cause: 'pay_1: not captured in time' });
    expect(checks(books({ ...voided, ...lapsed, refunds: [gone] }), expired)).toEqual([]);
    expect(checks(books({ ...voided, refunds: [refund({ paymentId: 'pay_1' })] }), expired)).toEqual([]);
    const togai = [mark({ by: 'control', to: 'VOID', at: 1_500 })];
    expect(checks(books({ ...voided, togai }), { kind: 'held', reason: 'invoice_changed' })).toEqual([]);
  });

  test('lapsed: what was due and not captured had gone back before the void', () => {
    const lapsed = { payments: [payment({ status: 'refunded', capturedAt: undefined })] };
    const at = 1_400;
    const gone = refund({ paymentId: 'pay_1', ours: false, cause: 'pay_1: not captured in time', at });
    expect(checks(books({ ...voided, ...lapsed, refunds: [gone] }), expired)).toEqual(['lapsed']);
  });

  test('overwritten: marked PAID all the same', () => {
    const togai = [mark({ from: 'VOID' })];
    const paid = { ...voided, togaiStatus: 'PAID', togai } as const;
    expect(checks(books(paid))).toEqual(['overwritten']);
    // Unless the mark was on its way when it was voided.
    const at = togai[0]?.at ?? 0;
    expect(checks(books({ ...paid, voidedAt: at - 101 }))).toEqual(['overwritten']);
    expect(checks(books({ ...paid, voidedAt: at - 100 }))).toEqual([]);
  });

  test('paid_iff_kept: its money is kept, and nobody is told', () => {
    expect(checks(books(voided), expired)).toContain('paid_iff_kept');
  });
});

describe('an invoice that somebody else marked paid', () => {
  const byHand: Partial<InvoiceBooks> = {
    ...{ togai: [mark({ by: 'control', at: 500 })], paidByHandAt: 500 },
  };
  const ended: End = { kind: 'ended', outcome: 'nothing_to_collect' };

  test('may be left alone, or be held with money that came all the same', () => {
    expect(checks(books({ ...byHand, payments: [] }), ended)).toEqual([]);
    expect(checks(books(byHand), { kind: 'held', reason: 'paid_elsewhere' })).toEqual([]);
  });

  test('whose_mark: is not taken for ours, although our money was there before', () => {
    expect(checks(books({ ...byHand, paidByHandAt: 1_500 }), paid)).toEqual(['whose_mark']);
  });

  test('paid_by_hand: money that came later is kept, and no person is asked', () => {
    expect(checks(books(byHand), ended)).toEqual(['paid_by_hand']);
  });

  test('outcome: paid, and no money of ours is there', () => {
    expect(checks(books({ ...byHand, payments: [] }), paid)).toEqual(['outcome', 'whose_mark']);
  });
});

describe('each check can fail', () => {
  test('one_payment: an attempt was sent twice', () => {
    const again = payment({ id: 'pay_2', status: 'failed', capturedAt: undefined });
    expect(checks(books({ payments: [payment(), again] }))).toEqual(['one_payment']);
  });

  test('amount_paid: it says other than what is there', () => {
    expect(checks(books(), { ...paid, amountPaid: TARGET })).toEqual([]);
    expect(checks(books(), { ...paid, amountPaid: TARGET - 1 })).toEqual(['amount_paid']);
  });

  test('page: one of an ended collection can still be paid', () => {
    const page = { id: 'inv_1', round: '1', status: 'paid', told: 1 };
    expect(checks(books({ pages: [page] }))).toEqual([]);
    expect(checks(books({ pages: [{ ...page, status: 'issued' }] }))).toEqual(['page']);
    expect(checks(books({ pages: [{ ...page, status: 'partially_paid' }] }))).toEqual(['page']);
  });

  test('told_once: a customer was told twice of one page, and nobody had reset the collection', () => {
    const pages = (told: number) => books({ pages: [{ id: 'inv_1', round: '1', status: 'paid', told }] });
    expect(checks(pages(2))).toEqual(['told_once']);
    expect(checks(pages(2), paid, { ...marking, wasReset: true })).toEqual([]);
    expect(checks(pages(3), paid, { ...marking, wasReset: true })).toEqual(['told_once']);
  });

  test('ends: a workflow beside the collections is open', () => {
    expect(auditOthers([])).toEqual([]);
    expect(auditOthers(['stray-payment/acme/pay_1'])).toMatchObject([{ check: 'ends' }]);
  });

  test('kept: a surplus stays', () => {
    expect(checks(books({ payments: [payment(), second] }))).toEqual(['kept']);
  });

  test('kept: only a part is there', () => {
    expect(checks(books({ ...unpaid, payments: [payment({ amount: 20_000 })] }), expired)).toEqual([
      'kept',
      'outcome',
    ]);
  });

  test('paid_iff_kept: money that Togai never heard of', () => {
    expect(checks(books({ togaiStatus: 'DUE', togai: [] }))).toEqual(['paid_iff_kept']);
  });

  test('outcome: money is kept and the collection says that nobody paid', () => {
    expect(checks(books(), expired)).toEqual(['outcome']);
  });

  test('whose_mark: somebody else has marked what was taken for ours', () => {
    const byHand = books({ togai: [mark({ by: 'control', at: 1_500 })], paidByHandAt: 1_500 });
    expect(checks(byHand)).toEqual(['whose_mark']);
    expect(checks(byHand, { kind: 'held', reason: 'paid_elsewhere' })).toEqual([]);
    expect(checks(books({ togai: [], records: [record()] }), undefined, recording)).toEqual([]);
    expect(checks(books({ togai: [] }), undefined, recording)).toContain('whose_mark');
  });

  test('paid_without_money: marked before the capture', () => {
    expect(checks(books({ togai: [mark({ at: 500 })] }))).toEqual(['paid_without_money']);
  });

  test('paid_without_money: marked, and no money came at all', () => {
    expect(checks(books({ payments: [] }))).toEqual(['paid_without_money', 'paid_iff_kept', 'outcome']);
  });

  test('paid_without_money: marked after the money had gone back', () => {
    const gone = [refund({ paymentId: 'pay_1', at: 1_500 })];
    expect(checks(books({ refunds: gone }))).toContain('paid_without_money');
  });

  test('one_write_back: marked twice', () => {
    expect(checks(books({ togai: [mark(), mark({ from: 'DUE', at: 2_100 })] }))).toEqual(['one_write_back']);
  });

  test('one_refund: the surplus refunded in two parts, and once too often', () => {
    const parts = [refund({ amount: 25_000 }), refund({ id: 'rfnd_2', amount: 25_000 })];
    expect(checks(books({ payments: [payment(), second], refunds: parts }))).toEqual(['one_refund']);
    const twice = [refund(), refund({ id: 'rfnd_2' })];
    expect(checks(books({ payments: [payment(), second], refunds: twice }))).toEqual(
      expect.arrayContaining(['refunds', 'one_refund', 'paid_iff_kept']),
    );
  });

  test('refunds: the only payment is refunded', () => {
    expect(checks(books({ refunds: [refund({ paymentId: 'pay_1' })] }))).toContain('refunds');
  });

  test('lapsed: an authorization of a due invoice went back', () => {
    const lapsed = books({
      ...unpaid,
      payments: [payment({ status: 'refunded', capturedAt: undefined })],
      refunds: [refund({ paymentId: 'pay_1', ours: false, cause: 'pay_1: not captured in time' })],
    });
    expect(checks(lapsed, expired)).toEqual(['lapsed']);
  });

  test('forgotten: authorized after the end', () => {
    const waiting = payment({ status: 'authorized', capturedAt: undefined });
    expect(checks(books({ ...unpaid, payments: [waiting] }), expired)).toEqual(['forgotten']);
  });

  test.each<[End]>([[{ kind: 'open', state: 'closing' }], [{ kind: 'broken', status: 'FAILED' }]])(
    'ends: %o',
    (end) => {
      expect(checks(books(unpaid), end)).toEqual(['ends']);
    },
  );

  test('held_share: more than 2 in a hundred', () => {
    expect(auditHeld(4, 200)).toEqual([]);
    expect(auditHeld(5, 200)).toMatchObject([{ check: 'held_share' }]);
    expect(auditHeld(1, 12)).toMatchObject([{ check: 'held_share' }]);
  });

  test('one_customer: two for an account', () => {
    expect(auditAccount({ accountId: 'acc', customerIds: ['cust_1'] })).toEqual([]);
    expect(auditAccount({ accountId: 'acc', customerIds: ['cust_1', 'cust_2'] })).toMatchObject([
      { check: 'one_customer' },
    ]);
  });
});

test('every cause on the list is one that the product knows, with its sentence', () => {
  for (const [reason, why] of Object.entries(heldForGoodReason)) {
    expect(Object.keys(heldReasons)).toContain(reason);
    expect(why.length).toBeGreaterThan(40);
  }
});
