import type { InvoiceStatus } from '../contracts/billing.js';
import type { KeptOutcome } from '../contracts/collection.js';

/** What we left with an invoice says that a PAID which stands there, or stood there, is our doing. */
export function isPaidMark(note: KeptOutcome | undefined): note is KeptOutcome {
  return note?.outcome === 'paid' || note?.outcome === 'refunded';
}

/**
 * An intention to mark the invoice paid, and what Togai says now: where that cannot be without a PAID, it was carried out.
 * Anything else leaves it an intention.
 */
export function settledNote(note: KeptOutcome, status: InvoiceStatus): KeptOutcome {
  const wasPaid = status === 'PAID' || status === 'REFUND_INITIATED' || status === 'REFUND_COMPLETED';
  if (!wasPaid) return note;
  const { outcome, keptPaymentIds, amount, recordedByUs } = note;
  return { outcome, keptPaymentIds, amount, recordedByUs };
}
