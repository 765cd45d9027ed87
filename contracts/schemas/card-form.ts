import { z } from 'zod';
import type { CardForm } from '../requests.js';
import { shaped, text } from './fields.js';

/** The check digit of a card number (ISO/IEC 7812-1, Annex B). */
function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** Card details as a caller hands them over. The year leaves as `YY`, which is what Razorpay takes. */
export const cardFormSchema: z.ZodType<CardForm> = z.strictObject({
  number: shaped(/^\d{12,19}$/, '12 to 19 digits').refine(
    (number) => !/^\d{12,19}$/.test(number) || passesLuhn(number),
    'must be a card number: its check digit is wrong',
  ),
  expiry_month: shaped(/^(0[1-9]|1[0-2])$/, 'a month as MM'),
  expiry_year: shaped(/^(20)?\d{2}$/, 'a year as YY or YYYY').transform((year) => year.slice(-2)),
  cvv: shaped(/^\d{3,4}$/, '3 or 4 digits'),
  name: text(100),
});
