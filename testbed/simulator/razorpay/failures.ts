import type { PaymentFailure } from './entities.js';

/** `{source, step}` as the samples show them; where none shows a pair, the nearest one of the same method. */
function failure(
  code: PaymentFailure['code'],
  source: string,
  step: string,
  reason: string,
  description: string,
): PaymentFailure {
  return { code, description, source, step, reason };
}

/** Nobody answered in time; the bank may still say yes later (late authorization). */
export const TIMED_OUT = failure(
  'BAD_REQUEST_ERROR',
  'customer',
  'payment_authentication',
  'payment_timed_out',
  'Payment was not completed on time.',
);

/** A UPI collect request outlived its `expiry_time`. */
export const COLLECT_EXPIRED = failure(
  'BAD_REQUEST_ERROR',
  'customer',
  'payment_authentication',
  'payment_collect_request_expired',
  'Payment was unsuccessful as you did not respond to the collect request in time.',
);

/** The customer closed the page. */
export const CANCELLED = failure(
  'BAD_REQUEST_ERROR',
  'customer',
  'payment_authentication',
  'payment_cancelled',
  'Payment processing cancelled by user',
);

/** The bank page's Failure button, for netbanking. */
export const BANK_DECLINED = failure(
  'BAD_REQUEST_ERROR',
  'bank',
  'payment_authorization',
  'payment_failed',
  'Payment failed',
);

/** `failure@razorpay` (api/orders/fetch-payments.md). */
export const UPI_FAILED = failure(
  'BAD_REQUEST_ERROR',
  'gateway',
  'payment_response',
  'payment_failed',
  'Payment was unsuccessful due to a temporary issue. If amount got deducted, it will be refunded within 5-7 working days.',
);

/** The wrong OTP three times. */
export const OTP_EXHAUSTED = failure(
  'BAD_REQUEST_ERROR',
  'customer',
  'payment_authentication',
  'otp_attempts_exceeded',
  'Payment was unsuccessful as the OTP was entered incorrectly too many times.',
);

/** The gateway refused the payment in the moment it was made. */
export const GATEWAY_DOWN = failure(
  'GATEWAY_ERROR',
  'gateway',
  'payment_authorization',
  'gateway_technical_error',
  'Payment processing failed due to error at bank or wallet gateway',
);

const TECHNICAL = failure(
  'GATEWAY_ERROR',
  'gateway',
  'payment_authorization',
  'gateway_technical_error',
  'Payment failed due to a technical issue at the gateway.',
);

const CARD_FAILURES: readonly (readonly [PaymentFailure, visa: readonly string[], mastercard: readonly string[]])[] = [
  [TIMED_OUT, ['00090000'], ['00060000']],
  [
    failure('BAD_REQUEST_ERROR', 'customer', 'payment_authorization', 'insufficient_funds',
      'Your payment could not be completed due to insufficient account balance.'),
    ['00080001'], ['00050001'],
  ],
  [CANCELLED, ['00070002'], ['00040002']],
  [
    failure('BAD_REQUEST_ERROR', 'issuer_bank', 'payment_authorization', 'card_declined',
      'Your payment was declined by the bank that issued the card.'),
    ['00060003', '00050004', '00040005'], ['00030003', '00020004', '00010005'],
  ],
  [
    failure('BAD_REQUEST_ERROR', 'issuer_bank', 'payment_authorization', 'card_disabled_for_online_payments',
      'This card is disabled for online payments.'),
    ['00030006'], ['00000006'],
  ],
  [
    failure('BAD_REQUEST_ERROR', 'customer', 'payment_authentication', 'card_number_invalid',
      'The card number is invalid.'),
    ['00010008'], ['00080008'],
  ],
  [TECHNICAL, ['00020007'], ['00090007']],
  [
    failure('GATEWAY_ERROR', 'customer', 'payment_authentication', 'authentication_failed',
      'Authentication with the bank failed.'),
    ['00000009'], ['00070009'],
  ],
]; // prettier-ignore

/** The documented failure of a test card, or null for a card that is not one of them. */
export function failureOfCard(number: string): PaymentFailure | null {
  const suffix = number.slice(8);
  const row = CARD_FAILURES.find(([, visa, mastercard]) => {
    if (number.startsWith('41002800')) return visa.includes(suffix);
    return number.startsWith('53056200') && mastercard.includes(suffix);
  });
  return row?.[0] ?? null;
}

/** Any other card with the page's Failure button. */
export const ANY_OTHER_CARD = TECHNICAL;

/** Server-to-server UPI in test mode: the amount in paise decides. Two rows of the table are public. */
export function failureOfUpiAmount(amount: number): PaymentFailure | null {
  if (amount === 201) {
    return failure('GATEWAY_ERROR', 'customer', 'payment_debit_request', 'insufficient_funds',
      'Transaction failed due to insufficient funds.'); // prettier-ignore
  }
  if (amount === 402) {
    return failure('GATEWAY_ERROR', 'issuer_bank', 'payment_debit_request', 'payment_declined',
      'Payment failed. Please try again with another bank account.'); // prettier-ignore
  }
  return null;
}
