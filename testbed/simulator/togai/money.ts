import Big from 'big.js';
import { code as findCurrency } from 'currency-codes';
import { LosslessNumber } from 'lossless-json';
import { TogaiRefusal } from './errors.js';

/** Every answer with an amount asks for its currency's decimals, and the library searches its list each time. */
const known = new Map<string, number>();

/** How many decimals a currency has (INR 2, JPY 0, KWD 3). @throws TogaiRefusal 400 for an unknown code */
export function decimalsOf(currency: string): number {
  const cached = known.get(currency);
  if (cached !== undefined) return cached;
  const found = findCurrency(currency);
  if (found === undefined) throw new TogaiRefusal(400, `${currency} is not a currency`);
  known.set(currency, found.digits);
  return found.digits;
}

/**
 * Decimal text in major units (`881.94`) to whole minor units (`88194`); what is below the minor unit is cut off,
 * as Togai's invoices do ("sub-minor totals round down").
 * @throws TogaiRefusal 400 for an amount that no integer can hold exactly
 */
export function toMinor(text: string, currency: string): number {
  // A bound on length and exponent: `1e999999` is valid JSON and would be a megabyte of digits.
  if (!/^-?\d{1,18}(\.\d{1,20})?(e[+-]?\d{1,2})?$/i.test(text))
    throw new TogaiRefusal(400, 'amount is not usable');
  const scaled = new Big(text).times(new Big(10).pow(decimalsOf(currency)));
  const minor = Number(scaled.round(0, Big.roundDown).toFixed());
  if (!Number.isSafeInteger(minor)) throw new TogaiRefusal(400, `amount ${text} is too large`);
  return minor;
}

/** Whole minor units to the JSON number Togai prints: exact decimal text in major units, no trailing zeros. */
export function toMajor(minor: number, currency: string): LosslessNumber {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return new LosslessNumber(`${minor < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`);
}
