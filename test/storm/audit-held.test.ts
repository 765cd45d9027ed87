import { describe, expect, test } from 'vitest';
import type { End } from '../../testbed/storm/audit.js';
import type { InvoiceBooks } from '../../testbed/storm/books.js';
import { books, checks, mark, payment, record, recording, refund, TARGET, unpaid } from './support/books.js';

const byHand = mark({ by: 'control', at: 1_500 });
const voided = mark({ by: 'control', to: 'VOID', at: 1_500 });
const raised = mark({ by: 'control', kind: 'total', to: 'DUE', at: 1_500, amount: TARGET + 1 });
const captured = books({ ...unpaid, payments: [payment()] });

function heldFor(reason: string): End {
  return { kind: 'held', reason };
}

describe('held: only with evidence in the books', () => {
  test.each<[string, InvoiceBooks]>([
    ['paid_elsewhere', { ...captured, togaiStatus: 'PAID', togai: [byHand], paidByHandAt: 1_500 }],
    ['invoice_changed', { ...captured, togaiStatus: 'VOID', togai: [voided] }],
    ['invoice_changed', { ...captured, togai: [raised] }],
  ])('%s', (reason, of) => {
    expect(checks(of, heldFor(reason))).toEqual([]);
    expect(checks(captured, heldFor(reason))).toEqual(['held']);
  });

  test('what the product itself has marked is no evidence', () => {
    expect(checks(books(), heldFor('paid_elsewhere'))).toEqual(['held']);
    expect(checks({ ...captured, togai: [byHand] }, heldFor('invoice_changed'))).toEqual(['held']);
  });

  test.each([
    'order_mismatch',
    'surplus',
    'customer_of_another_account',
    'partial_needs_record_payment',
    'capture_refused',
  ])('never for %s, which nothing in a storm causes', (reason) => {
    expect(checks({ ...captured, togai: [byHand, voided, raised] }, heldFor(reason))).toEqual(['held']);
  });
});

describe('what a hold does not excuse', () => {
  const end = heldFor('invoice_changed');

  test('paid_iff_kept: Togai says PAID, and the money has gone back', () => {
    const gone = books({ togai: [raised, mark()], refunds: [refund({ paymentId: 'pay_1', at: 2_500 })] });
    expect(checks(gone, end)).toEqual(['refunds', 'paid_iff_kept']);
  });

  test('recorded: more than is kept', () => {
    const over = {
      ...captured,
      togai: [raised],
      records: [record({ amount: 30_000 })],
      refunds: [refund({ paymentId: 'pay_1', amount: 30_000 })],
    };
    expect(checks(over, end, recording)).toEqual(['refunds', 'recorded']);
  });

  test('lapsed: the rest was authorized in time', () => {
    const rest = payment({ id: 'pay_2', attemptId: 'second', status: 'refunded', capturedAt: undefined });
    const lapsed = {
      ...captured,
      togai: [raised],
      payments: [payment({ amount: 20_000 }), { ...rest, amount: 30_000 }],
      refunds: [refund({ amount: 30_000, ours: false, cause: 'pay_2: not captured in time' })],
    };
    expect(checks(lapsed, end, recording)).toEqual(['lapsed']);
  });

  test('paid_without_money: marked, and no money came at all', () => {
    const wrong = books({ togai: [raised, mark()], payments: [] });
    expect(checks(wrong, end)).toEqual(['paid_without_money', 'paid_iff_kept']);
  });
});
