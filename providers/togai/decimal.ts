import Big from 'big.js';
import { code as currencyByCode } from 'currency-codes';
import { LosslessNumber } from 'lossless-json';
import type { Money } from '../../contracts/money.js';

/** Decimals of one major unit (ISO 4217), or undefined for a code that is none. */
export function exponentOf(currency: string): number | undefined {
  const known = currencyByCode(currency);
  return known?.code === currency ? known.digits : undefined;
}

/**
 * The exact number of subunits of a decimal text; undefined when the currency cannot express it at Razorpay: JPY 10.5,
 * INR 1.005, or KWD 1.005, where Razorpay wants the third decimal to be 0.
 * @param decimal a JSON number as it stood on the wire, e.g. `881.94`
 */
export function toMoney(decimal: string, currency: string, exponent: number): Money | undefined {
  let subunits: Big;
  try {
    subunits = new Big(decimal).times(`1e${String(exponent)}`);
  } catch {
    return undefined;
  }
  if (!subunits.mod(exponent === 3 ? 10 : 1).eq(0)) return undefined;
  const amount = Number(subunits.toFixed(0));
  return Number.isSafeInteger(amount) ? { amount, currency, exponent } : undefined;
}

/** The amount in major units as an exact JSON number, e.g. 118000 paise as `1180.00`. */
export function toDecimal(money: Money): LosslessNumber {
  return new LosslessNumber(
    new Big(money.amount).times(`1e-${String(money.exponent)}`).toFixed(money.exponent),
  );
}
