import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, isBelowMinimum, subtract } from '../../domain/money.js';
import { inr } from './situations.js';

test.each([
  [118000, 'INR', 2, 'INR 1180.00'],
  [5, 'INR', 2, 'INR 0.05'],
  [0, 'INR', 2, 'INR 0.00'],
  [-5, 'INR', 2, 'INR -0.05'],
  [7, 'JPY', 0, 'JPY 7'],
  [0, 'JPY', 0, 'JPY 0'],
  [1230, 'KWD', 3, 'KWD 1.230'],
  [Number.MAX_SAFE_INTEGER, 'INR', 2, 'INR 90071992547409.91'],
])('%i of %s is shown exactly', (amount, currency, exponent, text) => {
  expect(formatMoney({ amount, currency, exponent })).toBe(text);
});

test('no digit of an amount is ever lost in its text', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom(0, 2, 3), (amount, exponent) => {
      const digits = formatMoney({ amount, currency: 'XXX', exponent }).replace(/[^\d-]/g, '');
      expect(BigInt(digits)).toBe(BigInt(amount));
    }),
  );
});

test('amounts subtract within one currency only', () => {
  expect(subtract(inr(1000), inr(400))).toEqual(inr(600));
  expect(() => subtract(inr(1000), { ...inr(1), currency: 'USD' })).toThrow(RangeError);
  expect(() => subtract(inr(1000), { ...inr(1), exponent: 3 })).toThrow(RangeError);
});

test('the smallest rupee amount is one rupee', () => {
  expect([99, 100].map((amount) => isBelowMinimum(inr(amount)))).toEqual([true, false]);
  const yen = (amount: number) => ({ amount, currency: 'JPY', exponent: 0 });
  expect([0, 1].map((amount) => isBelowMinimum(yen(amount)))).toEqual([true, false]);
});
