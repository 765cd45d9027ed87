import { decideCapture } from './decide-capture.js';
import { decideClosing } from './decide-closing.js';
import { decideMerchantRefunds, holdDisputedRefund } from './decide-merchant-refunds.js';
import { decideMoney } from './decide-money.js';
import { decideWaiting } from './decide-waiting.js';
import { unlessDisputed } from './disputes.js';
import type { Decision, Situation } from './situation.js';
import { findTrouble } from './trouble.js';

/**
 * The centre of the product: what to do next, from everything known. Pure: no I/O, no clock, no Temporal. Any order of
 * hints, any duplicates, any subset lost, leads to the same end, because hints are no part of its input.
 *
 * @param now business time, Unix milliseconds
 */
export function decide(situation: Situation, now: number): Decision {
  const decision =
    decideMerchantRefunds(situation, now) ??
    findTrouble(situation) ??
    decideMoney(situation) ??
    holdDisputedRefund(situation) ??
    decideClosing(situation, now) ??
    decideCapture(situation, now) ??
    decideWaiting(situation, now);
  return unlessDisputed(situation.facts, decision);
}
