import type { Money } from '../contracts/money.js';

/**
 * Razorpay's smallest amounts, in subunits. Only the rupee's is documented (₹1, API orders); Razorpay itself judges
 * other currencies and its refusal holds the invoice.
 */
const smallestAmounts: Readonly<Record<string, number>> = { INR: 100 };

/** True if Razorpay would refuse the amount as too small. */
export function isBelowMinimum(money: Money): boolean {
  return money.amount < (smallestAmounts[money.currency] ?? 1);
}

/** The same amount of the same currency. */
export function isSame(a: Money, b: Money | undefined): boolean {
  return b !== undefined && a.amount === b.amount && a.currency === b.currency;
}

/** The difference in the same currency. @throws RangeError if the currencies differ: a bug, never an input. */
export function subtract(a: Money, b: Money): Money {
  if (a.currency !== b.currency || a.exponent !== b.exponent)
    throw new RangeError(`${a.currency} and ${b.currency} do not subtract`);
  return { ...a, amount: a.amount - b.amount };
}

/** For people: `INR 1180.00`. Built from digits, never by dividing. */
export function formatMoney({ amount, currency, exponent }: Money): string {
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${currency} ${amount < 0 ? '-' : ''}${whole}${fraction}`;
}
