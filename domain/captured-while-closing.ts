import type { PaymentFact } from '../contracts/facts.js';
import { isOpenStatus } from './collectable.js';
import { unrecorded } from './recorded.js';
import type { Situation } from './situation.js';

/**
 * The collection was cancelled or has expired, and by policy takes nothing more. A run that was started for late money is
 * none of these: it closes from its beginning, to take what is owed all the same.
 */
export function takesNothingMore({ policy, closing, late }: Situation): boolean {
  const isGivenUp = closing?.because === 'cancelled' || closing?.because === 'expired';
  return policy.capturedWhileClosing === 'refund' && isGivenUp && !late;
}

/** Whatever is captured from now on surely goes back: Togai knows nothing of it, and still takes money itself. */
export function sendsBackWhatComes(situation: Situation): boolean {
  const { closing, invoice, writtenBack, writeBackTried } = situation;
  const mayBeTold = writtenBack || writeBackTried || !isOpenStatus(invoice.status);
  return takesNothingMore(situation) && closing?.captured !== undefined && !mayBeTold;
}

/** What was captured since the collection began to close, and goes back. */
export function capturedTooLate(situation: Situation): PaymentFact[] {
  if (!sendsBackWhatComes(situation)) return [];
  const { captured = [] } = situation.closing ?? {};
  return unrecorded(situation).filter(({ paymentId }) => !captured.includes(paymentId));
}
