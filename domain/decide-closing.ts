import { takesNothingMore } from './captured-while-closing.js';
import { isOpenStatus } from './collectable.js';
import { DAY, SECOND } from './clock.js';
import { decideCapture } from './decide-capture.js';
import { decideLateAuthorization } from './decide-late-authorization.js';
import { nextPoll } from './decide-waiting.js';
import { expiryOf } from './expiry.js';
import { isOver, isReplaced, latestRequest } from './latest-request.js';
import { PENDING_FOR } from './merchant-refunds.js';
import { openPaymentEnds, patienceEnds } from './patience.js';
import { gapAfter } from './polling.js';
import { isRefunded } from './refunded.js';
import { allPayments, isOpenPayment, kept } from './sums.js';
import type { Decision, Situation } from './situation.js';

/** Ends a collection, or begins to: what is under way is waited out, because money may still arrive. */
export function decideClosing(situation: Situation, now: number): Decision | undefined {
  if (situation.writtenBack) return finishPaid(situation, now);
  if (!situation.closing) return beginClosing(situation, now);
  if (isDueAgain(situation))
    return situation.invoiceIsFresh
      ? { kind: 'reopen', reason: 'invoice_is_due_again' }
      : { kind: 'read_invoice', reason: 'before_reopening' };
  // Nobody has said that an expired invoice is not to be paid: what its customer still authorizes is taken.
  const { because } = situation.closing;
  const isWanted = because !== 'cancelled' && because !== 'refunded' && !takesNothingMore(situation);
  const late = isWanted ? decideCapture(situation, now) : undefined;
  return late ?? decideLateAuthorization(situation, now) ?? finishClosing(situation, now);
}

/** Somebody had marked it paid or void, and took it back: nobody has said that it is not to be collected. */
function isDueAgain({ closing, invoice, late }: Situation): boolean {
  // Begun for late money, which is taken while the invoice is due, whatever the closing is called.
  if (late) return false;
  const wasTogais = closing?.because === 'paid' || closing?.because === 'voided';
  return wasTogais && isOpenStatus(invoice.status);
}

/** The invoice is paid. Attempts that may still succeed are guarded until they cannot; failed ones are final enough. */
function finishPaid(situation: Situation, now: number): Decision {
  // It was paid in another way: the customer must not be asked on the page any more.
  if (stillPayable(situation) && !situation.closing)
    return { kind: 'close', because: 'paid', reason: 'captured_in_full' };
  const open = openUntil(situation);
  const payments = allPayments(situation.facts);
  if (open === undefined || now >= open) {
    if (stillPayable(situation)) return waitForPage(situation, now);
    if (isRefunded(situation)) return finishRefunded(situation);
    const isReturned = payments.some(({ status }) => status === 'refunded');
    const reason = isReturned ? 'captured_in_full_and_the_rest_returned' : 'captured_in_full';
    return { kind: 'finish', outcome: 'paid', reason };
  }
  const late = decideLateAuthorization(situation, now);
  if (late) return late;
  // Razorpay gives back what nobody captures (capture settings, manual expiry): it is watched until it has.
  const isAuthorized = payments.some(({ status }) => status === 'authorized');
  return {
    kind: 'wait',
    state: 'closing',
    until: Math.min(open, now + gapAfter(situation.quietLooks, situation.policy)),
    reason: isAuthorized ? 'razorpay_returns_a_late_authorization' : 'another_attempt_may_still_succeed',
  };
}

function finishClosing(situation: Situation, now: number): Decision {
  const { closing, facts } = situation;
  const end = Math.max(openUntil(situation) ?? 0, lateUntil(situation) ?? 0);
  if (now < end)
    return {
      kind: 'wait',
      state: 'closing',
      until: Math.min(end, nextPoll(situation, now)),
      reason: 'money_may_still_arrive',
    };
  if (stillPayable(situation)) return waitForPage(situation, now);
  const back = goingBackUntil(situation);
  if (back !== undefined && now < back)
    return {
      kind: 'wait',
      state: 'refunding',
      until: Math.min(back, now + gapAfter(situation.quietLooks, situation.policy)),
      reason: 'razorpay_to_process_the_refund',
    };
  if (isRefunded(situation)) return finishRefunded(situation);
  // Why it ended for good: what came late only began the closing anew.
  const because = closing?.wasCancelled ? 'cancelled' : closing?.because;
  if (kept(facts) > 0) return { kind: 'finish', outcome: 'partially_paid', reason: because ?? 'cancelled' };
  if (because === 'cancelled') return { kind: 'finish', outcome: 'cancelled', reason: 'cancelled' };
  if (because === 'expired') return { kind: 'finish', outcome: 'expired', reason: 'nobody_paid_in_time' };
  return {
    kind: 'finish',
    outcome: 'nothing_to_collect',
    reason: because === 'paid' ? 'invoice_paid' : 'invoice_voided',
  };
}

function waitForPage({ quietLooks, policy }: Situation, now: number): Decision {
  return {
    kind: 'wait',
    state: 'closing',
    until: now + gapAfter(quietLooks, policy),
    reason: 'payment_request_still_payable',
  };
}

/**
 * Until when a refund of what came too late is watched: a run after this one would not know why it was sent, and would keep
 * what comes back of it for the invoice.
 */
function goingBackUntil(situation: Situation): number | undefined {
  const { closing, facts } = situation;
  if (!closing || !takesNothingMore(situation)) return undefined;
  const refunds = allPayments(facts).flatMap((payment) => payment.refunds ?? []);
  return refunds.some(({ status }) => status === 'pending') ? closing.since + PENDING_FOR : undefined;
}

/** The merchant gave money back: the invoice is not collected again, whatever was kept of it. */
function finishRefunded({ facts }: Situation): Decision {
  const reason = kept(facts) > 0 ? 'refunded_in_part' : 'refunded_in_full';
  return { kind: 'finish', outcome: 'refunded', reason };
}

/** A page that could not be cancelled takes money until it expires. */
export function stillPayable({ facts }: Pick<Situation, 'facts'>): boolean {
  return facts.razorpayInvoices.some(({ status }) => status === 'issued' || status === 'partially_paid');
}

function beginClosing(situation: Situation, now: number): Decision | undefined {
  const { invoice, policy, openedAt } = situation;
  if (isRefunded(situation)) return { kind: 'close', because: 'refunded', reason: 'merchant_refunded' };
  if (invoice.status === 'PAID')
    return paidWithoutMoney(situation) ?? { kind: 'close', because: 'paid', reason: 'paid_elsewhere' };
  if (!isOpenStatus(invoice.status))
    return { kind: 'close', because: 'voided', reason: `togai_says_${invoice.status.toLowerCase()}` };
  if (now >= expiryOf(openedAt, policy))
    return { kind: 'close', because: 'expired', reason: 'nobody_paid_in_time' };
  const latest = latestRequest(situation);
  // One that we have withdrawn, or that asked for another amount, makes room for the next.
  if (!latest || !isOver(latest) || isReplaced(latest, situation)) return undefined;
  if (!situation.invoiceIsFresh) return { kind: 'read_invoice', reason: 'before_closing' };
  if (latest.request?.status === 'expired')
    return { kind: 'close', because: 'expired', reason: 'payment_request_expired' };
  return { kind: 'close', because: 'cancelled', reason: 'payment_request_cancelled' };
}

/**
 * A mark whose answer was lost may arrive when its money has gone back, and Togai takes no condition with it: the invoice is
 * called paid by nobody but us, and nothing is kept for it. Where it was due again after our mark, somebody else may have
 * paid it: our note cannot tell.
 */
function paidWithoutMoney({ paidByUs, facts, target }: Situation): Decision | undefined {
  if (!paidByUs || kept(facts) > 0) return undefined;
  const detail =
    `Togai says PAID, and nothing is kept of ${target.amount} subunits: ` +
    'our mark for money that has gone back came late, or somebody else has paid it';
  return { kind: 'hold', held: 'paid_without_money', detail };
}

/**
 * Until when an attempt that nobody has finished may still succeed; undefined when there is none. Razorpay ends such a
 * payment itself long before (capture settings, late authorization); the late window is the bound on our patience.
 */
function openUntil(situation: Situation): number | undefined {
  const { facts, attempts, policy } = situation;
  const payments = allPayments(facts);
  const seen = new Set(payments.map(({ paymentId }) => paymentId));
  const ends = [
    ...payments.filter(isOpenPayment).map((payment) => openPaymentEnds(situation, payment)),
    ...attempts
      .filter(({ standing, paymentId }) => isUnseen(standing, paymentId, seen))
      .map(({ submittedAt }) => patienceEnds(submittedAt, policy)),
  ];
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function isUnseen(standing: string, paymentId: string | undefined, seen: ReadonlySet<string>): boolean {
  if (standing === 'searching' || standing === 'unknown' || standing === 'submitting') return true;
  return paymentId !== undefined && !seen.has(paymentId);
}

/** A failed payment may turn authorized while Razorpay still asks the bank (late authorization: 3 to 5 days). */
function lateUntil({ facts, policy }: Situation): number | undefined {
  const failed = allPayments(facts).filter(({ status }) => status === 'failed');
  if (failed.length === 0) return undefined;
  return Math.max(...failed.map(({ createdAt }) => createdAt)) * SECOND + policy.lateWindowDays * DAY;
}
