import { describe, expect, test } from 'vitest';
import type { InvoiceStatus } from '../../contracts/billing.js';
import { collectability, isOpenStatus, targetOf } from '../../domain/collectable.js';
import { inr, invoiceOf } from './situations.js';

test.each<[InvoiceStatus, string]>([
  ['DRAFT', 'invoice_draft'],
  ['PAID', 'invoice_paid'],
  ['VOID', 'invoice_void'],
  ['MERGED', 'invoice_merged'],
  ['UN_COLLECTIBLE', 'invoice_uncollectible'],
  ['REFUND_INITIATED', 'invoice_refunded'],
  ['REFUND_COMPLETED', 'invoice_refunded'],
])('an invoice that is %s is never collected, and it says why', (status, reason) => {
  expect(collectability({ ...invoiceOf(status), finalizing: true }, 0)).toEqual({ kind: 'nothing', reason });
  expect(isOpenStatus(status)).toBe(false);
});

test.each(['DUE', 'PARTIALLY_PAID'] as const)('an invoice that is %s is collected', (status) => {
  expect(collectability(invoiceOf(status, 1000, 400), 0)).toEqual({ kind: 'collect', target: inr(600) });
  expect(isOpenStatus(status)).toBe(true);
});

test('an invoice that is still being finalized waits, whatever its amount says', () => {
  const amounts = { kind: 'currency_unknown' } as const;
  expect(collectability({ ...invoiceOf(), finalizing: true, amounts }, 0)).toEqual({
    kind: 'wait',
    reason: 'invoice_finalizing',
  });
});

test('an invoice without a currency is held', () => {
  const amounts = { kind: 'currency_unknown' } as const;
  expect(collectability({ ...invoiceOf(), amounts }, 0)).toMatchObject({ held: 'currency_unknown' });
});

test('an amount that the currency cannot express is held with its text', () => {
  const amounts = { kind: 'not_expressible', currency: 'JPY', text: '10.50' } as const;
  expect(collectability({ ...invoiceOf(), amounts }, 0)).toEqual({
    kind: 'hold',
    held: 'amount_not_expressible',
    detail: 'JPY 10.50',
  });
});

describe('small amounts', () => {
  test.each([
    [0, 0],
    [1000, 1000],
    [1000, 1001],
  ])('of %i with %i paid nothing is due', (total, paid) => {
    const verdict = collectability(invoiceOf('DUE', total, paid), 0);
    expect(verdict).toEqual({ kind: 'nothing', reason: 'nothing_due' });
  });

  test('under one rupee the invoice is held, from one rupee on it is collected', () => {
    expect(collectability(invoiceOf('DUE', 99), 0)).toEqual({
      kind: 'hold',
      held: 'amount_below_minimum',
      detail: 'INR 0.99 is due',
    });
    expect(collectability(invoiceOf('DUE', 100), 0).kind).toBe('collect');
  });

  test('the rupee’s minimum is no other currency’s', () => {
    const money = (amount: number) => ({ amount, currency: 'JPY', exponent: 0 });
    const amounts = { kind: 'exact', total: money(1), paid: money(0) } as const;
    expect(collectability({ ...invoiceOf(), amounts }, 0).kind).toBe('collect');
  });
});

test('what we recorded ourselves stays part of the target', () => {
  expect(targetOf({ total: inr(1000), paid: inr(400) }, 400)).toEqual(inr(1000));
  expect(targetOf({ total: inr(1000), paid: inr(700) }, 400)).toEqual(inr(700));
  expect(collectability(invoiceOf('PARTIALLY_PAID', 1000, 400), 400)).toMatchObject({ target: inr(1000) });
});
