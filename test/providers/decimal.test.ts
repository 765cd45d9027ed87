import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { exponentOf, toDecimal, toMoney } from '../../providers/togai/decimal.js';

describe('amounts on the wire', () => {
  test.each([
    ['881.94', 'INR', 2, 88194],
    ['0.29', 'INR', 2, 29],
    ['1180', 'INR', 2, 118000],
    ['1.1e3', 'INR', 2, 110000],
    ['10', 'JPY', 0, 10],
    ['1.230', 'KWD', 3, 1230],
    ['90071992547409.91', 'INR', 2, 9007199254740991],
  ])('%s %s is exact', (text, currency, exponent, amount) => {
    expect(exponentOf(currency)).toBe(exponent);
    expect(toMoney(text, currency, exponent)).toEqual({ amount, currency, exponent });
  });

  test.each([
    ['10.5', 'JPY', 0],
    ['1.005', 'INR', 2],
    ['1.235', 'KWD', 3],
    ['90071992547409.92', 'INR', 2],
    ['hello', 'INR', 2],
  ])('%s %s cannot be expressed', (text, currency, exponent) => {
    expect(toMoney(text, currency, exponent)).toBeUndefined();
  });

  test.each(['POINTS', 'inr', ''])('%s is no currency', (currency) => {
    expect(exponentOf(currency)).toBeUndefined();
  });
});

test('every amount survives the way to Togai and back, digit by digit', () => {
  const amounts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(amounts, fc.constantFrom('INR', 'JPY', 'KWD', 'USD'), (amount, currency) => {
      const exponent = exponentOf(currency)!;
      const money = { amount: exponent === 3 ? amount - (amount % 10) : amount, currency, exponent };
      const wire = stringify({ totalAmount: toDecimal(money) })!;
      const back = parse(wire) as { totalAmount: { value: string } };
      expect(toMoney(back.totalAmount.value, currency, exponent)).toEqual(money);
    }),
  );
});

test('amounts are written with all decimals of their currency', () => {
  expect(stringify(toDecimal({ amount: 118000, currency: 'INR', exponent: 2 }))).toBe('1180.00');
  expect(stringify(toDecimal({ amount: 7, currency: 'JPY', exponent: 0 }))).toBe('7');
});
