import type { PaymentFact } from '../contracts/facts.js';
import { isOpenStatus } from './collectable.js';
import { disputeOf, holdFor, lostDispute, takenByDisputes, undecidedDispute } from './disputes.js';
import { goalOf, isRefunded } from './refunded.js';
import { allPayments, kept, keptOf, oldestFirst } from './sums.js';
import type { Decision, Situation } from './situation.js';
import { isVoidForGood } from './voided.js';

/** What captured money asks for: a write-back first, then the return of what is too much. */
export function decideMoney(situation: Situation): Decision | undefined {
  const sum = kept(situation.facts);
  if (isRefunded(situation)) return decideRefunded(situation, sum);
  if (sum === 0) return undefined;
  if (isVoidForGood(situation)) {
    if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_a_refund' };
    return giveBack(situation, sum, 'voided');
  }
  if (!situation.writtenBack) {
    const writeBack = decideWriteBack(situation, sum);
    if (writeBack) return writeBack;
  }
  const surplus = sum - situation.target.amount;
  return surplus > 0 ? giveBack(situation, surplus, 'surplus') : undefined;
}

/**
 * The merchant has given money back. Whatever comes beside what was to stay is surplus; an invoice that we had marked paid
 * and that keeps nothing says so, as far as Togai can: it knows no partial refund. An invoice whose payments are recorded
 * is never patched as well.
 */
function decideRefunded(situation: Situation, sum: number): Decision | undefined {
  const { invoice, policy, writtenBack } = situation;
  const goal = goalOf(situation);
  if (sum > goal) return giveBack(situation, sum - goal, 'surplus');
  const isUnknown = policy.writeBack === 'mark_paid' || nextToRecord(situation) !== undefined;
  if (sum > 0 && !writtenBack && isUnknown)
    return {
      kind: 'hold',
      held: 'invoice_changed',
      detail: `${sum} subunits stay that Togai knows nothing of`,
    };
  const isPaid = writtenBack && invoice.status === 'PAID' && policy.writeBack === 'mark_paid';
  if (sum === 0 && isPaid && !situation.refundMarkTried)
    return { kind: 'mark_refunded', reason: 'refunded_in_full' };
  return undefined;
}

function decideWriteBack(situation: Situation, sum: number): Decision | undefined {
  const { invoice, policy, target } = situation;
  const covered = sum >= target.amount;
  // The write-back itself reads first: one that was ours already is settled there.
  const mayBeOurs = invoice.status === 'PAID' && situation.writeBackTried;
  const takesMoney = (isOpenStatus(invoice.status) || mayBeOurs) && invoice.amounts.kind === 'exact';
  if (policy.writeBack === 'record_payment') {
    const payment = nextToRecord(situation);
    if (payment) {
      if (!takesMoney) return invoiceChanged(situation, sum);
      const lost = lostDispute(situation.facts, payment.paymentId);
      if (lost) return holdFor(lost);
      return { kind: 'record_payment', payment, reason: 'captured_and_not_recorded' };
    }
    if (!covered) return undefined;
    return {
      kind: 'hold',
      held: 'write_back_unverified',
      detail: `Every capture is recorded, but Togai says ${invoice.status}`,
    };
  }
  if (!takesMoney) return invoiceChanged(situation, sum);
  if (covered) return lostBefore(situation, sum) ?? { kind: 'mark_paid', reason: 'captured_in_full' };
  return {
    kind: 'hold',
    held: 'partial_needs_record_payment',
    detail: `${sum} of ${target.amount} subunits are captured`,
  };
}

/** A dispute took what would cover the invoice before Togai heard of it: no paid mark without money. */
function lostBefore({ facts, target }: Situation, sum: number): Decision | undefined {
  if (sum - takenByDisputes(facts) >= target.amount) return undefined;
  const [lost] = allPayments(facts).flatMap(({ paymentId }) => lostDispute(facts, paymentId) ?? []);
  return lost && holdFor(lost);
}

function invoiceChanged({ invoice, target }: Situation, sum: number): Decision {
  // Somebody may have paid twice, or marked by hand what they saw captured: only a person can tell.
  if (invoice.status === 'PAID')
    return { kind: 'hold', held: 'paid_elsewhere', detail: `${sum} subunits are captured beside it` };
  return {
    kind: 'hold',
    held: 'invoice_changed',
    detail: `${sum} of ${target.amount} subunits are captured and Togai says ${invoice.status}`,
  };
}

/** Captures are recorded oldest first, each once. */
function nextToRecord({ facts, recordedPaymentIds }: Situation): PaymentFact | undefined {
  return oldestFirst(allPayments(facts)).find(
    (payment) => keptOf(payment) > 0 && !recordedPaymentIds.includes(payment.paymentId),
  );
}

/**
 * What is too much goes back, but nothing while a payment of the invoice is disputed: whichever the bank takes in the end,
 * the others may be what pays the invoice. What a lost dispute took has gone back already.
 */
function giveBack(situation: Situation, amount: number, why: 'surplus' | 'voided'): Decision | undefined {
  const undecided = undecidedDispute(situation.facts);
  if (undecided) return holdFor(undecided);
  const left = amount - takenByDisputes(situation.facts);
  if (left <= 0) return undefined;
  if (why === 'surplus' && situation.policy.surplus === 'hold')
    return { kind: 'hold', held: 'surplus', detail: `${left} subunits are kept beyond what was due` };
  return sendBack(situation, left, why);
}

/**
 * The amount goes back from the youngest capture, so that the payment the customer meant first is the one kept; but first
 * from those that Togai knows nothing of, because what is recorded there must stay true. One payment gives back what it can;
 * the next decision goes on with the rest.
 */
function sendBack(
  { facts, recordedPaymentIds }: Situation,
  amount: number,
  why: string,
): Decision | undefined {
  const youngestFirst = oldestFirst(allPayments(facts))
    .reverse()
    .filter((candidate) => keptOf(candidate) > 0);
  const free = youngestFirst.filter(({ paymentId }) => !disputeOf(facts, paymentId));
  const payment = free.find(({ paymentId }) => !recordedPaymentIds.includes(paymentId)) ?? free[0];
  if (!payment) {
    const [dispute] = youngestFirst.flatMap(({ paymentId }) => disputeOf(facts, paymentId) ?? []);
    return dispute && holdFor(dispute);
  }
  // The reason is part of the refund's key: a further surplus of a payment that gave some back is another refund.
  const reason = payment.refunded === 0 ? why : `${why}_after_${payment.refunded}`;
  return { kind: 'refund', payment, amount: Math.min(amount, keptOf(payment)), reason };
}
