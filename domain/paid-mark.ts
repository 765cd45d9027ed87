import type { BillingInvoice, InvoiceStatus } from '../contracts/billing.js';
import type { KeptOutcome, PaidMark } from '../contracts/collection.js';
import type { PaymentFact, RazorpayFacts } from '../contracts/facts.js';
import { openPaymentEnds } from './patience.js';
import { madeForMerchant } from './refunded.js';
import type { Situation } from './situation.js';
import { allPayments, isOpenPayment, keptOf } from './sums.js';

/** What we left with an invoice says that a PAID which stands there, or stood there, is our doing. */
export function isPaidMark(note: KeptOutcome | undefined): note is KeptOutcome {
  return note?.outcome === 'paid' || note?.outcome === 'refunded';
}

/**
 * What the invoice was marked paid for. Undefined when our note does not say so, or when the invoice says another amount
 * now: it has been changed since, and its PAID may be somebody else's.
 */
export function markOf(
  note: KeptOutcome | undefined,
  { status, amounts }: BillingInvoice,
): PaidMark | undefined {
  if (!isPaidMark(note) || status !== 'PAID' || amounts.kind !== 'exact') return undefined;
  if (note.asked?.total !== amounts.total.amount) return undefined;
  return { target: note.asked.target, keptPaymentIds: note.keptPaymentIds };
}

/**
 * The money of the mark is known; what the merchant wanted back counts, too. That of other captures does not: the invoice may
 * have been due again since, and somebody else may have paid it beside them.
 */
export function isFound(mark: PaidMark, facts: RazorpayFacts): boolean {
  return stillThere(mark, facts) >= mark.target;
}

/**
 * All money that our note tells of has gone back, and other money came or may come: whose a PAID of that invoice is, the note
 * does not say any more. Captures that no look has shown yet are no proof of it, nor is an attempt that was left so long ago
 * that nobody waits for it.
 */
export function isOutlived(
  note: KeptOutcome,
  situation: Pick<Situation, 'policy' | 'rounds' | 'facts'>,
  now: number,
): boolean {
  const { facts } = situation;
  const payments = allPayments(facts);
  const isNoted = (paymentId: string): boolean => note.keptPaymentIds.includes(paymentId);
  const seen = payments.filter(({ paymentId }) => isNoted(paymentId));
  if (seen.length === 0 || seen.length < note.keptPaymentIds.length || stillThere(note, facts) > 0)
    return false;
  const mayCome = (payment: PaymentFact): boolean =>
    isOpenPayment(payment) && now < openPaymentEnds(situation, payment);
  return payments.some((payment) => !isNoted(payment.paymentId) && (mayCome(payment) || keptOf(payment) > 0));
}

/**
 * Togai says that all is paid, without a PAID, and money of our mark is still kept, or may be: the payment it shows may be
 * ours, or somebody else's beside it.
 */
export function mayBePaidByMark(
  note: KeptOutcome,
  { amounts }: BillingInvoice,
  facts: RazorpayFacts,
): boolean {
  if (!isPaidMark(note) || note.recordedByUs > 0) return false;
  if (amounts.kind !== 'exact' || amounts.total.amount <= 0) return false;
  if (amounts.paid.amount < amounts.total.amount) return false;
  const gone = allPayments(facts).filter((payment) => keptOf(payment) <= 0);
  return note.keptPaymentIds.some((id) => gone.every(({ paymentId }) => paymentId !== id));
}

function stillThere({ keptPaymentIds }: Pick<PaidMark, 'keptPaymentIds'>, facts: RazorpayFacts): number {
  const wantedBack = madeForMerchant(facts)
    .filter(({ refund }) => refund.status !== 'failed')
    .reduce((sum, { refund }) => sum + refund.amount, 0);
  return allPayments(facts)
    .filter(({ paymentId }) => keptPaymentIds.includes(paymentId))
    .reduce((sum, payment) => sum + keptOf(payment), wantedBack);
}

/**
 * An intention to mark the invoice paid, and what Togai says now: where that cannot be without a PAID, it was carried out.
 * Anything else leaves it an intention.
 */
export function settledNote(note: KeptOutcome, status: InvoiceStatus): KeptOutcome {
  const wasPaid = status === 'PAID' || status === 'REFUND_INITIATED' || status === 'REFUND_COMPLETED';
  if (!wasPaid) return note;
  const { outcome, keptPaymentIds, amount, recordedByUs, asked } = note;
  return { outcome, keptPaymentIds, amount, recordedByUs, ...(asked && { asked }) };
}
