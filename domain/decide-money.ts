import { capturedTooLate } from './captured-while-closing.js';
import { decideWriteBack } from './decide-write-back.js';
import { giveBack } from './give-back.js';
import { mayBeRecorded, showsMore, unrecorded } from './recorded.js';
import { goalOf, isRefunded } from './refunded.js';
import { kept, keptOf } from './sums.js';
import type { Decision, Situation } from './situation.js';
import { isVoidForGood } from './voided.js';

/** What captured money asks for: a write-back first, then the return of what is too much. */
export function decideMoney(situation: Situation): Decision | undefined {
  const sum = kept(situation.facts);
  if (isRefunded(situation)) return decideRefunded(situation, sum);
  if (sum === 0) return undefined;
  if (isVoidForGood(situation)) {
    if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_a_refund' };
    return lookForRecord(situation) ?? giveBack(situation, sum, 'voided');
  }
  const tooLate = capturedTooLate(situation);
  if (tooLate.length > 0) {
    if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_a_refund' };
    const amount = tooLate.reduce((all, payment) => all + keptOf(payment), 0);
    const back = giveBack(situation, amount, 'closed', tooLate);
    if (back) return back;
  }
  if (!situation.writtenBack) {
    const writeBack = decideWriteBack(situation, sum);
    if (writeBack) return writeBack;
  }
  const surplus = sum - situation.target.amount;
  if (surplus <= 0) return undefined;
  // What an earlier run has recorded is not too much, however much this run knows to be recorded beside it.
  return lookForShownRecord(situation) ?? giveBack(situation, surplus, 'surplus');
}

/** Where Togai shows money that this run knows nothing of, it may be an earlier run's record. */
function lookForShownRecord(situation: Situation): Decision | undefined {
  return showsMore(situation) ? lookForRecord(situation) : undefined;
}

/** Before money goes back, or a person is asked: an earlier run may have told Togai of it. */
function lookForRecord(situation: Situation): Decision | undefined {
  if (situation.policy.writeBack !== 'record_payment') return undefined;
  const payment = unrecorded(situation).find((candidate) => mayBeRecorded(situation, candidate));
  return payment && { kind: 'record_payment', payment, reason: 'an_earlier_run_may_have_recorded_it' };
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
  const isUnknown = policy.writeBack === 'mark_paid' || unrecorded(situation).length > 0;
  if (sum > 0 && !writtenBack && isUnknown) {
    const detail = `${sum} subunits stay that Togai knows nothing of`;
    return lookForShownRecord(situation) ?? { kind: 'hold', held: 'invoice_changed', detail };
  }
  const isPaid = writtenBack && invoice.status === 'PAID' && policy.writeBack === 'mark_paid';
  if (sum === 0 && isPaid && !situation.refundMarkTried)
    return { kind: 'mark_refunded', reason: 'refunded_in_full' };
  return undefined;
}
