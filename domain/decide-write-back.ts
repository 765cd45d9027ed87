import type { PaymentFact } from '../contracts/facts.js';
import { isOpenStatus } from './collectable.js';
import { holdFor, lostDispute, takenByDisputes } from './disputes.js';
import { giveBack } from './give-back.js';
import { isAnythingDue, mayBeRecorded, showsMore, unrecorded } from './recorded.js';
import { allPayments, keptOf } from './sums.js';
import type { Decision, Situation } from './situation.js';

/** Tells Togai of captured money, by the connection's policy, or a person that it cannot be told. */
export function decideWriteBack(situation: Situation, sum: number): Decision | undefined {
  if (situation.policy.writeBack === 'record_payment') return decideRecord(situation, sum);
  if (!takesMoney(situation)) return invoiceChanged(situation, sum);
  const { target } = situation;
  if (sum >= target.amount) return lostBefore(situation, sum) ?? markPaid(situation);
  return {
    kind: 'hold',
    held: 'partial_needs_record_payment',
    detail: `${sum} of ${target.amount} subunits are captured`,
  };
}

/** A mark that Togai has not shown may have arrived since: what stands there now is read first. */
function markPaid({ unshownMarks = 0, invoiceIsFresh }: Situation): Decision {
  if (unshownMarks > 0 && !invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_another_mark' };
  return { kind: 'mark_paid', reason: 'captured_in_full' };
}

function decideRecord(situation: Situation, sum: number): Decision | undefined {
  const rest = unrecorded(situation);
  if (rest.length === 0) return sum < situation.target.amount ? undefined : notShown(situation);
  if (!takesMoney(situation)) return invoiceChanged(situation, sum);
  const payment = nextToRecord(situation, rest);
  if (!payment) return decideBeyond(situation, sum, rest);
  const lost = lostDispute(situation.facts, payment.paymentId);
  if (!lost) return { kind: 'record_payment', payment, reason: 'captured_and_not_recorded' };
  // What Togai has had since before the dispute does not hold the rest.
  if (!mayBeRecorded(situation, payment)) return holdFor(lost);
  return { kind: 'record_payment', payment, reason: 'an_earlier_run_may_have_recorded_it' };
}

/** The write-back itself reads first: one that was ours already is settled there. */
function takesMoney({ invoice, writeBackTried }: Situation): boolean {
  const mayBeOurs = invoice.status === 'PAID' && writeBackTried;
  return (isOpenStatus(invoice.status) || mayBeOurs) && invoice.amounts.kind === 'exact';
}

/**
 * Captures are recorded oldest first, each once; one whose record may be on its way is settled before another is sent. When
 * nothing is due any more, only those that may be recorded already.
 */
function nextToRecord(situation: Situation, rest: readonly PaymentFact[]): PaymentFact | undefined {
  const onItsWay = rest.find(({ paymentId }) => situation.unverifiedRecords.includes(paymentId));
  if (onItsWay) return onItsWay;
  if (isAnythingDue(situation)) return rest[0];
  return rest.find((payment) => mayBeRecorded(situation, payment));
}

/**
 * All that is due is recorded, and Togai takes money all the same: its status is behind, or the amount was lowered. What
 * more was captured is surplus, as long as we know whose money Togai shows.
 */
function decideBeyond(situation: Situation, sum: number, rest: readonly PaymentFact[]): Decision {
  if (!isOpenStatus(situation.invoice.status) || showsMore(situation)) return invoiceChanged(situation, sum);
  const untold = rest.reduce((all, payment) => all + keptOf(payment), 0);
  const surplus = Math.min(sum - situation.target.amount, untold);
  if (surplus <= 0) return notShown(situation);
  if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_a_refund' };
  return giveBack(situation, surplus, 'surplus') ?? notShown(situation);
}

function notShown({ invoice }: Situation): Decision {
  return {
    kind: 'hold',
    held: 'write_back_unverified',
    detail: `Every capture is recorded, but Togai says ${invoice.status}`,
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
