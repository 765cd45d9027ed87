import type { DisputeFact } from '../../contracts/facts.js';
import { razorpayIdPatterns } from '../../contracts/ids.js';
import type { Collection } from './collection.js';

/** Looked at; an invoice has hardly ever more than one. */
const MOST_DISPUTES = 20;

/** Disputes that each look reads from now on, also in the runs to come. */
export function learnDisputes(data: Collection['data'], disputeIds: readonly string[]): void {
  const valid = disputeIds.filter((disputeId) => razorpayIdPatterns.dispute.test(disputeId));
  if (valid.length === 0) return;
  data.disputeIds = [...new Set([...(data.disputeIds ?? []), ...valid])].slice(-MOST_DISPUTES);
}

/** Disputes that a refund met, which nobody had told of: known like those that a look finds. */
export function takeDisputes({ data }: Collection, disputes: readonly DisputeFact[]): void {
  learnDisputes(
    data,
    disputes.map(({ disputeId }) => disputeId),
  );
  const met = new Set(disputes.map(({ disputeId }) => disputeId));
  const others = (data.facts.disputes ?? []).filter(({ disputeId }) => !met.has(disputeId));
  data.facts = { ...data.facts, disputes: [...others, ...disputes] };
}

/** Disputes as they are shown; nothing where there are none. */
export function shownDisputes({ data }: Collection): { readonly disputes?: readonly DisputeFact[] } {
  const { disputes = [] } = data.facts;
  return disputes.length > 0 ? { disputes } : {};
}
