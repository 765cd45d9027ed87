import type { CollectionOutcome, KeptOutcome } from '../../contracts/collection.js';
import { allPayments, covering, kept, keptPaymentIds } from '../../domain/sums.js';
import type { Collection } from './collection.js';

/**
 * What an earlier run left with the invoice; undefined when it left nothing, since it was terminated before it wrote
 * anything to Togai, or because Togai refused the setting.
 */
export async function readOutcome({
  activities,
  connection,
  invoiceId,
}: Collection): Promise<KeptOutcome | 'unreadable' | undefined> {
  try {
    return await activities.togai.readOutcome.executeWithOptions(
      { summary: `how ${invoiceId} was collected before` },
      [{ connection, invoiceId }],
    );
  } catch {
    return 'unreadable';
  }
}

/** Takes over what an earlier run counted: what it recorded is ours, and a payment that a person gave it is looked at again. */
export function resume({ data }: Collection, left: KeptOutcome | 'unreadable' | undefined): void {
  data.notedOutcome = 'unknown';
  if (left === undefined || left === 'unreadable') return;
  if (!left.marking) data.notedOutcome = left;
  if (left.recordedByUs > 0) data.recordedPaymentIds = left.keptPaymentIds;
  else data.markedPaymentIds = left.keptPaymentIds;
  data.recordedByUs = left.recordedByUs;
  accept(data, unseenOf(data, left.keptPaymentIds));
}

/** Payments that no look has shown. */
export function unseenOf({ facts }: Collection['data'], paymentIds: readonly string[]): string[] {
  const seen = new Set(allPayments(facts).map(({ paymentId }) => paymentId));
  return paymentIds.filter((paymentId) => !seen.has(paymentId));
}

/** Payments on orders that are not ours, which count for this invoice from the next look on. */
export function accept(data: Collection['data'], paymentIds: readonly string[]): void {
  if (paymentIds.length > 0)
    data.acceptedPaymentIds = [...new Set([...(data.acceptedPaymentIds ?? []), ...paymentIds])];
}

/** The outcome a write-back leads to, when a surplus has gone back. */
export function outcomeWhenPaid({ data }: Collection): KeptOutcome {
  const target = data.target?.amount ?? 0;
  return {
    outcome: 'paid',
    keptPaymentIds: covering(data.facts, target),
    amount: Math.min(kept(data.facts), target),
    recordedByUs: data.recordedByUs,
    ...asked(data),
  };
}

/** By which a later run knows this mark from one for another amount. */
function asked({ target, invoice }: Collection['data']): Pick<KeptOutcome, 'asked'> {
  if (!target || invoice?.amounts.kind !== 'exact') return {};
  return { asked: { target: target.amount, total: invoice.amounts.total.amount } };
}

/** Once all of it went back, a PAID of our own is wrong; where payments are recorded, or somebody else set it, it is not. */
export function markedPaid(
  { policy, writtenBack, writeBackTried }: Collection['data'],
  outcome: CollectionOutcome,
): Pick<KeptOutcome, 'markedPaid'> {
  const mayBeOurs = policy?.writeBack === 'mark_paid' && (writtenBack || writeBackTried);
  return outcome === 'refunded' && mayBeOurs ? { markedPaid: true } : {};
}

/**
 * Keeps the outcome with the invoice, unless it is kept already or nothing was ever opened, so that no money can come late.
 * @returns false when there was nothing to do
 */
export async function noteOutcome(collection: Collection, outcome: CollectionOutcome): Promise<boolean> {
  const { data, connection, invoiceId } = collection;
  const ending = {
    outcome,
    keptPaymentIds: keptPaymentIds(data.facts),
    amount: kept(data.facts),
    recordedByUs: data.recordedByUs,
    ...asked(data),
    ...markedPaid(data, outcome),
  };
  if (collection.orderIds().length === 0 || isSame(data.notedOutcome, ending)) return false;
  data.notedOutcome = ending;
  try {
    await collection.activities.togai.noteOutcome.executeWithOptions(
      { summary: `keep ${outcome} with ${invoiceId}` },
      [{ connection, invoiceId, outcome: ending }],
    );
  } catch {
    // Togai refuses the setting: an operator sees the failed activity, and the collection ends all the same.
  }
  collection.lastLookWasLocal = false;
  return true;
}

function isSame(noted: KeptOutcome | 'unknown' | undefined, ending: KeptOutcome): boolean {
  if (noted === undefined || noted === 'unknown') return false;
  const key = (kept: KeptOutcome): string =>
    JSON.stringify([kept.outcome, [...kept.keptPaymentIds].sort(), kept.amount, kept.recordedByUs]);
  return key(noted) === key(ending);
}
