import type { PaymentRecord } from './entities.js';
import { OTP_EXHAUSTED } from './failures.js';
import { authorizePayment, failPayment } from './payment-lifecycle.js';
import type { Account } from './state.js';

const ATTEMPTS = 3;

/**
 * An OTP of 4-10 digits is right (test mode); the third wrong one ends the payment, and a failure card fails with
 * any. The caller has made sure that the payment is still open.
 */
export function takeOtp(
  account: Account,
  payment: PaymentRecord,
  value: string,
): 'right' | 'wrong' | 'failed' {
  const { otp, plan } = payment;
  if (!/^\d{4,10}$/.test(value)) {
    otp.wrong += 1;
    if (otp.wrong < ATTEMPTS) return 'wrong';
    failPayment(account, payment, OTP_EXHAUSTED);
    return 'failed';
  }
  if (plan.doomed) {
    failPayment(account, payment, plan.failure);
    return 'failed';
  }
  authorizePayment(account, payment);
  return 'right';
}

/** How many OTPs may still be tried. */
export function otpTriesLeft({ otp }: PaymentRecord): number {
  return ATTEMPTS - otp.wrong;
}
