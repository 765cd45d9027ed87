import type { HeldReason } from '../contracts/held-reasons.js';
import { takesNothingMore } from './captured-while-closing.js';
import { decideCapture, type CaptureDecision } from './decide-capture.js';
import { decideClosing } from './decide-closing.js';
import { isOpenRefund } from './merchant-refunds.js';
import type { Situation } from './situation.js';

/** These ask a person about money that is there already: that the rest is due is no question. */
const aboutOtherMoney: readonly HeldReason[] = [
  'write_back_unverified',
  'write_back_refused',
  'partial_needs_record_payment',
  'disputed',
];

/**
 * What is done for an invoice while a person is asked about some of its money: the rest is captured, since Razorpay gives
 * back what nobody captures, maybe hours from now, and a person may take days.
 */
export function decideBeside(
  situation: Situation,
  held: HeldReason,
  now: number,
): CaptureDecision | undefined {
  if (!aboutOtherMoney.includes(held)) return undefined;
  const decision = decideCapture(situation, now);
  if (decision?.kind !== 'capture') return decision;
  return isWanted(situation, now) ? decision : undefined;
}

/** Neither paid, nor cancelled, nor being given back: what would end the collection if nothing held it. */
function isWanted(situation: Situation, now: number): boolean {
  const { writtenBack, closing, merchantRefunds = [] } = situation;
  if (writtenBack || merchantRefunds.some(isOpenRefund)) return false;
  if (closing) return closing.because === 'expired' && !takesNothingMore(situation);
  const next = decideClosing(situation, now);
  return next === undefined || (next.kind === 'close' && next.because === 'expired');
}
