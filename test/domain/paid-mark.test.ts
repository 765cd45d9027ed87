import { describe, expect, test } from 'vitest';
import type { KeptOutcome } from '../../contracts/collection.js';
import { isFound, markOf } from '../../domain/paid-mark.js';
import { factsOf, invoiceOf, paymentOf } from './situations.js';

const note: KeptOutcome = {
  ...{ outcome: 'paid', keptPaymentIds: ['pay-1'], amount: 900, recordedByUs: 0 },
  asked: { target: 900, total: 1_000 },
};

describe('what an invoice was marked paid for', () => {
  test.each([
    ['that says PAID', note, 'PAID', { target: 900, keptPaymentIds: ['pay-1'] }],
    ['that gave money back', { ...note, outcome: 'refunded', amount: 1 }, 'PAID', { target: 900 }],
  ] as const)('is told by the note of an invoice %s', (_what, left, status, mark) => {
    expect(markOf(left, invoiceOf(status))).toMatchObject(mark);
  });

  test.each([
    ['without a note', undefined, 'PAID'],
    ['that was given up', { ...note, outcome: 'expired' }, 'PAID'],
    ['that is due again', note, 'DUE'],
    ['of another amount now', { ...note, asked: { target: 900, total: 999 } }, 'PAID'],
    ['that an older version marked', { ...note, asked: undefined }, 'PAID'],
  ] as const)('is not known of an invoice %s', (_what, left, status) => {
    expect(markOf(left, invoiceOf(status))).toBeUndefined();
  });
});

describe('the money of a mark', () => {
  const mark = { target: 900, keptPaymentIds: ['pay-1'] };
  const refund = {
    razorpayRefundId: 'rfnd-1',
    amount: 300,
    status: 'processed',
    merchant: undefined,
  } as const;
  const merchant = { refundId: 'goodwill', takes: 300, of: 900 };

  test.each([
    ['is there', { amount: 900 }, true],
    ['is not there', { amount: 899 }, false],
    ['went back as a surplus would', { amount: 900, refunded: 300, refunds: [refund] }, false],
    [
      'went back as the merchant wanted',
      { amount: 900, refunded: 300, refunds: [{ ...refund, merchant }] },
      true,
    ],
    [
      'went back as the merchant wanted, and came again',
      { amount: 800, refunded: 0, refunds: [{ ...refund, status: 'failed', merchant }] },
      false,
    ],
  ] as const)('%s', (_what, of, found) => {
    expect(isFound(mark, factsOf(paymentOf('pay-1', of)))).toBe(found);
  });
});
