import type { PaymentFact } from '../contracts/facts.js';
import { isOpenStatus } from './collectable.js';
import { MINUTE, SECOND } from './clock.js';
import { goalOf } from './refunded.js';
import { allPayments, kept, oldestFirst } from './sums.js';
import type { Decision, Situation } from './situation.js';

/** What a payment's capture settings are looked up in. */
export type CaptureTerms = Pick<Situation, 'policy' | 'rounds'>;

/** A capture, or the read that has to come before it. */
export type CaptureDecision = Extract<Decision, { kind: 'capture' | 'read_invoice' }>;

/**
 * Captures exactly one authorized payment, and only when the invoice was just read and is still due. Under automatic
 * capture Razorpay does it until `automatic_expiry_period` is over; past that it is ours (Razorpay, capture settings).
 */
export function decideCapture(situation: Situation, now: number): CaptureDecision | undefined {
  const rest = goalOf(situation) - kept(situation.facts);
  if (rest <= 0 || !isOpenStatus(situation.invoice.status)) return undefined;
  const payment = oldestFirst(allPayments(situation.facts)).find(
    (candidate) =>
      candidate.status === 'authorized' &&
      candidate.amount <= rest &&
      isOursToCapture(situation, candidate, now),
  );
  if (!payment) return undefined;
  if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_a_capture' };
  return { kind: 'capture', payment, reason: 'authorized_and_due' };
}

/** Razorpay captures it by itself no more, and does not give it back yet. */
export function isOursToCapture(situation: Situation, payment: PaymentFact, now: number): boolean {
  if (now >= manualCaptureEnds(situation, payment)) return false;
  if (captureOf(situation, payment) === 'manual') return true;
  return now >= automaticCaptureEnds(situation, payment);
}

/** When Razorpay stops capturing this payment by itself; business time, Unix milliseconds. */
export function automaticCaptureEnds(situation: CaptureTerms, payment: PaymentFact): number {
  return payment.createdAt * SECOND + expiryOf(situation, payment, 'automatic');
}

/** From when on nobody can capture this payment, since Razorpay gives it back; business time, Unix milliseconds. */
export function manualCaptureEnds(situation: CaptureTerms, payment: PaymentFact): number {
  return payment.createdAt * SECOND + expiryOf(situation, payment, 'manual');
}

export function captureOf(situation: CaptureTerms, payment: PaymentFact): 'automatic' | 'manual' {
  return roundOf(situation, payment)?.capture ?? situation.policy.capture;
}

function expiryOf(situation: CaptureTerms, payment: PaymentFact, which: 'automatic' | 'manual'): number {
  const settings = roundOf(situation, payment) ?? situation.policy;
  return (which === 'manual' ? settings.manualExpiryMinutes : settings.automaticExpiryMinutes) * MINUTE;
}

function roundOf({ rounds }: CaptureTerms, payment: PaymentFact): Situation['rounds'][number] | undefined {
  return rounds.find(({ orderId }) => orderId === payment.orderId);
}
