import { inUnits } from './money.js';
import type { PaymentRecord } from './entities.js';
import type { Account } from './state.js';

/** One thing the caller may do next with a payment. */
export interface NextAction {
  readonly action: 'redirect' | 'otp_generate' | 'otp_submit' | 'otp_resend' | 'intent' | 'poll';
  readonly url: string;
}

/** The `next` list of a fresh payment, with the URL shapes of the samples (they differ by method). */
export function nextActions(account: Account, payment: PaymentRecord): readonly NextAction[] {
  const { id, method } = payment.entity;
  const payments = `${account.publicUrl()}/v1/payments`;
  if (method === 'netbanking') {
    return [{ action: 'redirect', url: `${payments}/${id.slice('pay_'.length)}/authorize` }];
  }
  if (method === 'card') {
    const query = `track_id=${payment.otp.trackId}&key_id=${account.keyId}`;
    return [
      { action: 'redirect', url: `${payments}/${id}/authorize` },
      { action: 'otp_generate', url: `${payments}/${id}/otp_generate?${query}` },
    ];
  }
  const poll = { action: 'poll', url: `${payments}/${id}` } as const;
  return payment.flow === 'intent' ? [{ action: 'intent', url: intentUrl(payment) }, poll] : [poll];
}

/** What an OTP page may do; the URLs work in a browser, without the secret. */
export function otpActions(account: Account, payment: PaymentRecord): readonly NextAction[] {
  const base = `${account.publicUrl()}/v1/payments/${payment.entity.id}`;
  const query = `key_id=${account.keyId}`;
  return [
    { action: 'otp_submit', url: `${base}/otp_submit/${payment.otp.hash}?${query}` },
    { action: 'otp_resend', url: `${base}/otp_resend/json?${query}` },
  ];
}

/** The link a UPI app opens; `tr` leads the simulated app to the payment. */
export function intentUrl({ entity, upiReference }: PaymentRecord): string {
  const query = new URLSearchParams({
    pa: 'simulated@razorpay',
    pn: 'Simulated merchant',
    tr: upiReference,
    tn: 'razorpay',
    am: inUnits(entity.amount),
    cu: entity.currency,
    mc: '5411',
  });
  return `upi://pay?${query.toString()}`;
}
