import type { BillingInvoice, InvoiceStatus } from '../contracts/billing.js';
import type { KeptOutcome, PaidMark } from '../contracts/collection.js';
import type { RazorpayFacts } from '../contracts/facts.js';
import { madeForMerchant } from './refunded.js';
import { kept } from './sums.js';

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

/** The money of the mark is known; what the merchant wanted back of it counts, too. */
export function isFound({ target }: PaidMark, facts: RazorpayFacts): boolean {
  const wantedBack = madeForMerchant(facts)
    .filter(({ refund }) => refund.status !== 'failed')
    .reduce((sum, { refund }) => sum + refund.amount, 0);
  return kept(facts) + wantedBack >= target;
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
