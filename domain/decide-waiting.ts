import type { CollectionState } from '../contracts/collection.js';
import { DAY, MINUTE } from './clock.js';
import { automaticCaptureEnds, captureOf, manualCaptureEnds, type CaptureTerms } from './decide-capture.js';
import { expiryOf } from './expiry.js';
import { gapAfter } from './polling.js';
import { allPayments, isOpenPayment, kept } from './sums.js';
import type { Decision, Situation } from './situation.js';

/** The last look for an authorization is this much before it lapses: time to read the invoice and to capture. */
const LAST_CHANCE = 5 * MINUTE;

/** Nothing to do but wait: for what, and until when at the latest. */
export function decideWaiting(situation: Situation, now: number): Decision {
  const { policy, openedAt, attempts } = situation;
  const deadlines = [nextPoll(situation, now), expiryOf(openedAt, policy)];
  if (attempts.some(({ standing }) => standing === 'searching')) deadlines.push(now + MINUTE);
  return { kind: 'wait', until: soonest(deadlines, now), ...whatFor(situation) };
}

/** When to look again though nobody gives a hint; business time, Unix milliseconds, after `now`. */
export function nextPoll(situation: Situation, now: number): number {
  const deadlines = [now + gapAfter(situation.quietLooks, situation.policy), ...lastChances(situation, now)];
  for (const payment of allPayments(situation.facts)) {
    if (payment.status === 'authorized' && captureOf(situation, payment) === 'automatic')
      // A minute later than Razorpay's own capture, so that the two do not meet.
      deadlines.push(automaticCaptureEnds(situation, payment) + MINUTE);
  }
  return soonest(deadlines, now);
}

/** When to look again while a person is asked: every day, and before an authorization lapses meanwhile. */
export function nextLookWhileHeld(situation: Authorizations, now: number): number {
  return soonest([now + DAY, ...lastChances(situation, now)], now);
}

type Authorizations = CaptureTerms & Pick<Situation, 'facts'>;

/**
 * Long gaps would jump over an authorization that nobody told us of: one that is there, and one that has yet to come. Some
 * of these times may have passed.
 */
function lastChances(situation: Authorizations, now: number): number[] {
  const ends = allPayments(situation.facts)
    .filter((payment) => isOpenPayment(payment) || payment.status === 'failed')
    .map((payment) => manualCaptureEnds(situation, payment));
  const yetToCome = situation.rounds
    .filter(
      ({ capture, automaticExpiryMinutes, manualExpiryMinutes }) =>
        capture === 'manual' || manualExpiryMinutes > automaticExpiryMinutes,
    )
    .map(({ manualExpiryMinutes }) => now + manualExpiryMinutes * MINUTE);
  return [...ends, ...yetToCome].map((end) => end - LAST_CHANCE);
}

function soonest(deadlines: readonly number[], now: number): number {
  return Math.max(now + 1, Math.min(...deadlines.filter((deadline) => deadline > now)));
}

function whatFor(situation: Situation): { state: CollectionState; reason: string } {
  const { facts, mode, rounds, attempts } = situation;
  const payments = allPayments(facts);
  if (payments.some(({ status }) => status === 'authorized'))
    return { state: 'authorized', reason: 'capture' };
  if (kept(facts) > 0) return { state: 'collecting_rest', reason: 'rest_of_the_amount' };
  if (mode === 'payment_request' && rounds.length > 0)
    return { state: 'awaiting_customer', reason: 'customer_pays_the_request' };
  const finished = new Set(
    payments.filter((payment) => !isOpenPayment(payment)).map(({ paymentId }) => paymentId),
  );
  const open = attempts.some(
    ({ standing, paymentId }) =>
      standing === 'searching' ||
      (paymentId !== undefined && standing === 'known' && !finished.has(paymentId)),
  );
  if (open || payments.some(isOpenPayment))
    return { state: 'awaiting_customer', reason: 'customer_finishes_the_payment' };
  return { state: 'awaiting_attempt', reason: 'caller_submits_a_payment' };
}
