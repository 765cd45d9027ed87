import type { PaymentFact } from '../contracts/facts.js';
import type { Policy } from '../contracts/policy.js';
import { DAY, MINUTE, SECOND } from './clock.js';
import { manualCaptureEnds, type CaptureTerms } from './decide-capture.js';

/** An authorized payment is final when somebody captures it or Razorpay gives it back, however short the late window is. */
export function openPaymentEnds(terms: CaptureTerms, payment: PaymentFact): number {
  const patience = patienceEnds(payment.createdAt * SECOND, terms.policy);
  if (payment.status !== 'authorized') return patience;
  return Math.max(patience, manualCaptureEnds(terms, payment) + MINUTE);
}

/** Until when what nobody has finished may still succeed; business time, Unix milliseconds. */
export function patienceEnds(begunAt: number, { lateWindowDays }: Policy): number {
  return begunAt + lateWindowDays * DAY + MINUTE;
}
