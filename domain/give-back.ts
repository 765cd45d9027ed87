import type { PaymentFact } from '../contracts/facts.js';
import { disputeOf, holdFor, takenByDisputes, undecidedDispute } from './disputes.js';
import { allPayments, keptOf, oldestFirst } from './sums.js';
import type { Decision, Situation } from './situation.js';

/**
 * What is too much goes back, but nothing while a payment of the invoice is disputed: whichever the bank takes in the end,
 * the others may be what pays the invoice. What a lost dispute took has gone back already.
 * @param from the payments that may give it back
 */
export function giveBack(
  situation: Situation,
  amount: number,
  why: 'surplus' | 'voided' | 'closed',
  from: readonly PaymentFact[] = allPayments(situation.facts),
): Decision | undefined {
  const undecided = undecidedDispute(situation.facts);
  if (undecided) return holdFor(undecided);
  const left = amount - takenByDisputes(situation.facts);
  if (left <= 0) return undefined;
  if (why === 'surplus' && situation.policy.surplus === 'hold')
    return { kind: 'hold', held: 'surplus', detail: `${left} subunits are kept beyond what was due` };
  return sendBack(situation, left, why, from);
}

/**
 * The amount goes back from the youngest capture, so that the payment the customer meant first is the one kept; but first
 * from those that Togai knows nothing of, because what stands there must stay true. One payment gives back what it can; the
 * next decision goes on with the rest. Each run of an invoice has to choose the same payment, since a refund of an earlier
 * one may be on its way: what stands in Togai and what Razorpay tells are all that it rests on.
 */
function sendBack(
  { facts, recordedPaymentIds, markedPaymentIds = [] }: Situation,
  amount: number,
  why: string,
  from: readonly PaymentFact[],
): Decision | undefined {
  const told = new Set([...recordedPaymentIds, ...markedPaymentIds]);
  const youngestFirst = oldestFirst(from)
    .reverse()
    .filter((candidate) => keptOf(candidate) > 0);
  const free = youngestFirst.filter(({ paymentId }) => !disputeOf(facts, paymentId));
  const payment = free.find(({ paymentId }) => !told.has(paymentId)) ?? free[0];
  if (!payment) {
    const [dispute] = youngestFirst.flatMap(({ paymentId }) => disputeOf(facts, paymentId) ?? []);
    return dispute && holdFor(dispute);
  }
  return refundOf(payment, Math.min(amount, keptOf(payment)), why);
}

/** The reason is part of the refund's key: a further surplus of a payment that gave some back is another refund. */
function refundOf(payment: PaymentFact, amount: number, why: string): Decision {
  const reason = payment.refunded === 0 ? why : `${why}_after_${payment.refunded}`;
  return { kind: 'refund', payment, amount, reason };
}
