import { describe, expect, test } from 'vitest';
import type { KeptOutcome } from '../../contracts/collection.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY, MINUTE } from '../../domain/clock.js';
import { isFound, isOutlived, markOf } from '../../domain/paid-mark.js';
import { factsOf, invoiceOf, minutes, opened, paymentOf, roundOf } from './situations.js';

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

  test('is not there where it went back and other money came', () => {
    const gone = paymentOf('pay-1', { amount: 900, status: 'refunded', refunded: 900 });
    expect(isFound(mark, factsOf(gone, paymentOf('pay-2', { amount: 900 })))).toBe(false);
  });

  test('is there where the merchant gave one payment back and another stays', () => {
    const back = { ...refund, amount: 900, merchant: { ...merchant, takes: 0 } };
    const gone = paymentOf('pay-1', { amount: 900, status: 'refunded', refunded: 900, refunds: [back] });
    expect(isFound(mark, factsOf(gone, paymentOf('pay-2', { amount: 900 })))).toBe(true);
  });
});

describe('a note whose money has all gone back', () => {
  const gone = paymentOf('pay-1', { status: 'refunded', refunded: 1_000 });

  test.each([
    ['is outlived by another capture', [gone, paymentOf('pay-2')], true],
    ['is outlived by what may be captured yet', [gone, paymentOf('pay-2', { status: 'created' })], true],
    ['stands alone', [gone], false],
    ['stands beside an attempt that failed', [gone, paymentOf('pay-2', { status: 'failed' })], false],
    ['is known only when a look has shown it', [paymentOf('pay-2')], false],
    ['is none while a part is kept', [{ ...gone, refunded: 400 }, paymentOf('pay-2')], false],
  ] as const)('%s', (_what, payments, outlived) => {
    const situation = { policy: defaultPolicy, rounds: [], facts: factsOf(...payments) };
    expect(isOutlived(note, situation, minutes(1))).toBe(outlived);
  });

  const over = opened + defaultPolicy.lateWindowDays * DAY + MINUTE;

  test('is outlived by an attempt that nobody has finished only until the late window is over', () => {
    const facts = factsOf(gone, paymentOf('pay-2', { status: 'created' }));
    const situation = { policy: defaultPolicy, rounds: [], facts };
    expect([over - 1, over].map((now) => isOutlived(note, situation, now))).toEqual([true, false]);
  });

  test('is outlived by an authorization until Razorpay gives it back, however short the late window is', () => {
    const facts = factsOf(gone, paymentOf('pay-2', { status: 'authorized' }));
    const policy = { ...defaultPolicy, lateWindowDays: 0 };
    const situation = { policy, rounds: [roundOf({ manualExpiryMinutes: 60 })], facts };
    const nows = [minutes(61) - 1, minutes(61)];
    expect(nows.map((now) => isOutlived(note, situation, now))).toEqual([true, false]);
  });

  test('is outlived by another capture, however old', () => {
    const situation = { policy: defaultPolicy, rounds: [], facts: factsOf(gone, paymentOf('pay-2')) };
    expect(isOutlived(note, situation, over)).toBe(true);
  });
});
