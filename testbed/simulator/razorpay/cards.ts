import { badRequest } from './errors.js';
import type { CardEntity } from './entities.js';
import { requiredText } from './fields.js';
import type { Body } from './request.js';
import type { Account } from './state.js';

const INTERNATIONAL = [
  '5555555555554444', '5105105105105100', '5104060000000008', '4012888888881881',
]; // prettier-ignore

const TEST_CARDS = [
  '4111111111111111', '4100280000001007', '5500670000001002', '6527658900001005',
  '36082800091007', '340256000401007', '4718609108204366', '5241810000000000', ...INTERNATIONAL,
]; // prettier-ignore

const NETWORKS: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'Visa'],
  [/^(5[1-5]|2[2-7])/, 'MasterCard'],
  [/^3[47]/, 'American Express'],
  [/^3[068]/, 'Diners Club'],
  [/^(60|65|81|82)/, 'RuPay'],
  [/^(50|5[6-8]|6)/, 'Maestro'],
];

/** A card as sent, and the part of it that may be shown. */
export interface GivenCard {
  readonly number: string;
  readonly entity: CardEntity;
}

/** Checks number, name, expiry and CVV. Throws the refusal that leaves the order without a payment. */
export function cardOf(account: Account, card: Body): GivenCard {
  const number = requiredText(card, 'number', undefined, true).replace(/[\s-]/g, '');
  const name = requiredText(card, 'name');
  const month = Number(requiredText(card, 'expiry_month', 2, true));
  const shortYear = Number(requiredText(card, 'expiry_year', 4, true));
  const cvv = requiredText(card, 'cvv', 4, true);
  const wrong = { source: 'customer', step: 'payment_authentication' };
  if (!/^\d{12,19}$/.test(number)) {
    throw badRequest('The card number is invalid.', {
      ...wrong,
      field: 'number',
      reason: 'card_number_invalid',
    });
  }
  if (account.mode === 'live' && TEST_CARDS.includes(number)) {
    throw badRequest('Card issuer is invalid', { ...wrong, reason: 'incorrect_card_details' });
  }
  if (!/^\d{3,4}$/.test(cvv)) {
    throw badRequest('The CVV is invalid.', { ...wrong, field: 'cvv', reason: 'incorrect_cvv' });
  }
  const year = shortYear < 100 ? 2000 + shortYear : shortYear;
  if (!Number.isInteger(month) || month < 1 || month > 12 || !Number.isInteger(year)) {
    throw badRequest('The card expiry date is invalid.', {
      ...wrong,
      field: 'expiry_month',
      reason: 'incorrect_card_expiry_date',
    });
  }
  if (Date.UTC(year, month, 1) <= account.clock.now()) {
    throw badRequest('The card has expired.', { ...wrong, field: 'expiry_year', reason: 'card_expired' });
  }
  return {
    number,
    entity: {
      id: account.newId('card_'),
      entity: 'card',
      name,
      last4: number.slice(-4),
      network: NETWORKS.find(([pattern]) => pattern.test(number))?.[1] ?? 'Unknown',
      type: 'debit',
      issuer: null,
      international: INTERNATIONAL.includes(number),
      emi: false,
      sub_type: 'consumer',
      token_iin: null,
      iin: number.slice(0, 6),
    },
  };
}
