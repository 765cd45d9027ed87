import type { PaymentFact } from '../contracts/facts.js';
import { sendsBackWhatComes } from './captured-while-closing.js';
import { isOursToCapture } from './decide-capture.js';
import { takenByDisputes, undecidedDispute } from './disputes.js';
import { goalOf } from './refunded.js';
import type { Decision, Situation } from './situation.js';
import { allPayments, kept, oldestFirst } from './sums.js';
import { isVoidForGood } from './voided.js';

/** Why a payment is captured only to go back. */
export const LATE_AND_GOES_BACK = 'late_and_goes_back';

/**
 * What a bank promises for an invoice that takes no money any more. Razorpay gives it back after the manual expiry; by
 * policy we capture it instead, and it goes back at once as any surplus does (Razorpay, late authorization).
 */
export function decideLateAuthorization(situation: Situation, now: number): Decision | undefined {
  const { policy, facts, writtenBack } = situation;
  if (policy.lateAuthorization !== 'capture_and_refund') return undefined;
  // Nothing is captured that would then wait for a person, or stay in place of what went back.
  const goesBack = writtenBack
    ? policy.surplus === 'refund' && isCovered(situation)
    : isVoidForGood(situation) || (sendsBackWhatComes(situation) && takenByDisputes(facts) === 0);
  if (!goesBack || undecidedDispute(facts)) return undefined;
  const payment = oldestFirst(allPayments(facts)).find((candidate) => isLate(situation, candidate, now));
  if (!payment) return undefined;
  if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_a_capture' };
  return { kind: 'capture', payment, reason: LATE_AND_GOES_BACK };
}

/** What is to stay for the invoice is there without it. */
function isCovered(situation: Situation): boolean {
  const { facts } = situation;
  return kept(facts) - takenByDisputes(facts) >= goalOf(situation);
}

function isLate(situation: Situation, payment: PaymentFact, now: number): boolean {
  return payment.status === 'authorized' && isOursToCapture(situation, payment, now);
}
