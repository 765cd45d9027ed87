import type { Disputable } from '../contracts/activities.js';
import type { DisputeFact, RazorpayFacts } from '../contracts/facts.js';
import { SECOND } from './clock.js';
import type { Decision } from './situation.js';
import { allPayments, keptOf, wasCaptured } from './sums.js';

/** The bank has not said yet who keeps the money. */
export function undecidedDispute({ disputes = [] }: RazorpayFacts): DisputeFact | undefined {
  return disputes.find(({ status }) => status === 'open' || status === 'under_review');
}

/** It may take its payment's money yet, or it has. */
function takesMoney({ status }: DisputeFact): boolean {
  return status !== 'won' && status !== 'closed';
}

/**
 * A dispute of the payment itself; or of another, as long as it is open or nobody has counted what it took: that other
 * payment may be the one that was not to stay.
 * @param counted ids of the lost disputes that are known
 */
export function forbidsRefund(dispute: DisputeFact, paymentId: string, counted: readonly string[]): boolean {
  const isCounted = dispute.status === 'lost' && counted.includes(dispute.disputeId);
  return takesMoney(dispute) && (dispute.paymentId === paymentId || !isCounted);
}

/** A dispute that forbids every refund of this payment. */
export function disputeOf({ disputes = [] }: RazorpayFacts, paymentId: string): DisputeFact | undefined {
  return disputes.find((dispute) => dispute.paymentId === paymentId && takesMoney(dispute));
}

/** A dispute that was lost: what it was about has gone to the customer by another way than a refund. */
export function lostDispute(facts: RazorpayFacts, paymentId: string): DisputeFact | undefined {
  return facts.disputes?.find((dispute) => dispute.paymentId === paymentId && dispute.status === 'lost');
}

/**
 * Subunits that lost disputes have taken of what Razorpay still calls captured. One that deducted nothing yet counts with
 * its whole amount: it must not go back twice.
 */
export function takenByDisputes(facts: RazorpayFacts): number {
  const { disputes } = facts;
  if (!disputes) return 0;
  return allPayments(facts).reduce((sum, payment) => {
    const taken = disputes
      .filter(({ paymentId, status }) => paymentId === payment.paymentId && status === 'lost')
      .reduce((all, { amount, amountDeducted }) => all + (amountDeducted || amount), 0);
    return sum + Math.min(taken, keptOf(payment));
  }, 0);
}

/** What an operator has to know: whose money, how much, where it stands and until when Razorpay wants an answer. */
export function disputeText(dispute: DisputeFact): string {
  const { disputeId, paymentId, amount, currency, status, phase, respondBy } = dispute;
  const what = `${disputeId} of ${paymentId}: ${amount} subunits of ${currency}, ${status}`;
  const by = respondBy === undefined ? '' : `, respond by ${new Date(respondBy * SECOND).toISOString()}`;
  return `${what}${phase === undefined ? '' : ` (${phase})`}${by}`;
}

export function holdFor(dispute: DisputeFact): Decision {
  return { kind: 'hold', held: 'disputed', detail: disputeText(dispute) };
}

/**
 * A collection whose payment is disputed does not end: a person has to answer the dispute, and its end has to be recorded.
 * Everything else goes on.
 */
export function unlessDisputed(facts: RazorpayFacts, decision: Decision): Decision {
  if (decision.kind !== 'finish') return decision;
  const dispute = undecidedDispute(facts);
  return dispute ? holdFor(dispute) : decision;
}

/** What forbids the refund of a surplus: a dispute of any payment that the business holds money of. */
export function disputableIn(facts: RazorpayFacts): Disputable {
  const payments = allPayments(facts).filter(wasCaptured);
  return {
    paymentIds: payments.map(({ paymentId }) => paymentId),
    since: payments.reduce((earliest, { createdAt }) => Math.min(earliest, createdAt), Infinity),
    counted: (facts.disputes ?? [])
      .filter(({ status }) => status === 'lost')
      .map(({ disputeId }) => disputeId),
  };
}
