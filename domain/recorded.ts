import type { BillingInvoice } from '../contracts/billing.js';
import type { AttemptRecord } from '../contracts/collection.js';
import type { PaymentFact, RazorpayFacts } from '../contracts/facts.js';
import { MINUTE, SECOND } from './clock.js';
import { takenOf } from './refunded.js';
import { allPayments, keptOf, oldestFirst } from './sums.js';

/** What a run knows of the payments that Togai has recorded for its invoice. */
export interface KnownRecords {
  readonly invoice: BillingInvoice;
  readonly facts: RazorpayFacts;
  readonly attempts: readonly AttemptRecord[];
  readonly recordedPaymentIds: readonly string[];
  readonly unverifiedRecords: readonly string[];
  readonly missingRecords?: readonly string[] | undefined;
  readonly recordedByUs: number;
  readonly writeBackTried: boolean;
  readonly openedAt: number;
}

/** Captures of which Togai was not told, as far as this run knows; oldest first. */
export function unrecorded({
  facts,
  recordedPaymentIds,
}: Pick<KnownRecords, 'facts' | 'recordedPaymentIds'>): PaymentFact[] {
  return oldestFirst(allPayments(facts)).filter(
    (payment) => keptOf(payment) > 0 && !recordedPaymentIds.includes(payment.paymentId),
  );
}

/** Togai shows more money than this run has recorded: somebody else's, or an earlier run's. */
export function showsMore({ invoice: { amounts }, recordedByUs }: KnownRecords): boolean {
  return amounts.kind === 'exact' && amounts.paid.amount > recordedByUs;
}

/** Togai may show a record later than it took it: what we know to be recorded counts all the same. */
export function isAnythingDue({ invoice: { amounts }, recordedByUs }: KnownRecords): boolean {
  return amounts.kind === 'exact' && amounts.total.amount > Math.max(amounts.paid.amount, recordedByUs);
}

/**
 * An earlier run, which was terminated and is forgotten, may have recorded this capture: Togai's payments are searched for
 * it. Money that Togai shows beside a capture of our own time is somebody else's, such as a credit: to search for each of
 * those would use up the budget of pages at a large business, and hold the invoice.
 */
export function mayBeRecorded(known: KnownRecords, payment: PaymentFact): boolean {
  if (known.missingRecords?.includes(payment.paymentId)) return false;
  if (known.attempts.some(wasFound)) return true;
  return showsMore(known) && (known.writeBackTried || isOlder(known, payment));
}

/** A look found the attempt at Razorpay: an earlier run began it. */
function wasFound({ contentHash }: AttemptRecord): boolean {
  return contentHash === undefined;
}

/** The payment was there when this run began, by Razorpay's clock, which may be a little ahead of ours. */
function isOlder({ attempts, openedAt }: KnownRecords, { paymentId, createdAt }: PaymentFact): boolean {
  const isOfThisRun = attempts.some((attempt) => attempt.paymentId === paymentId);
  return !isOfThisRun && createdAt * SECOND < openedAt + MINUTE;
}

/**
 * Subunits of a capture that was found recorded. What the merchant has given back of it since was recorded with it; it may
 * have been recorded when less was due than was captured, and what Togai shows beside what we knew of is the most that it
 * can have been.
 */
export function recordedBefore(
  { amounts }: BillingInvoice,
  recordedByUs: number,
  payment: PaymentFact,
): number {
  const shown = amounts.kind === 'exact' ? amounts.paid.amount - recordedByUs : 0;
  const told = keptOf(payment) + takenOf(payment);
  return shown > 0 ? Math.min(told, shown) : told;
}
