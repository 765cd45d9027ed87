import type { DisputeFact, DisputeStatus } from '../contracts/facts.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { RazorpayDispute } from '../providers/razorpay/schemas.js';
import { refused, valueOf } from './answers.js';

/** Razorpay's largest page. */
const PAGE = 100;

/** The earliest and the latest time that Razorpay's lists take, in Unix seconds: its own clock says what is now. */
const EARLIEST = 946_684_800;
const LATEST = 4_765_046_400;

const statuses: readonly DisputeStatus[] = ['open', 'under_review', 'won', 'lost', 'closed'];

/** A status that Razorpay adds one day counts as open: nothing is refunded until somebody knows what it means. */
export function toDisputeFact(dispute: RazorpayDispute): DisputeFact {
  return {
    disputeId: dispute.id,
    paymentId: dispute.payment_id,
    amount: dispute.amount,
    currency: dispute.currency,
    amountDeducted: dispute.amount_deducted,
    status: statuses.find((known) => known === dispute.status) ?? 'open',
    phase: dispute.phase,
    reasonCode: dispute.reason_code,
    respondBy: dispute.respond_by,
    createdAt: dispute.created_at,
  };
}

/** The disputes with these ids. One that Razorpay does not know was told by somebody else, and is nothing. */
export async function readDisputes(
  razorpay: RazorpayClient,
  disputeIds: readonly string[],
  signal: AbortSignal,
): Promise<DisputeFact[]> {
  const read = await Promise.all(
    disputeIds.map(async (disputeId) => {
      const answer = await razorpay.fetchDispute(disputeId, signal);
      if (answer.ok) return [toDisputeFact(answer.value)];
      const isUnknown = answer.refusal.status === 400 || answer.refusal.status === 404;
      if (isUnknown) return [];
      throw refused(answer.refusal, `dispute ${disputeId}`);
    }),
  );
  return read.flat();
}

/** The disputes of these payments. Razorpay lists them by their beginning alone, and none is older than its payment. */
export async function disputesOf(
  razorpay: RazorpayClient,
  paymentIds: readonly string[],
  since: number,
  signal: AbortSignal,
): Promise<DisputeFact[]> {
  const found = new Map<string, DisputeFact>();
  for (let skip = 0; ; skip += PAGE) {
    const query = { from: Math.max(EARLIEST, since), to: LATEST, skip, count: PAGE };
    const page = valueOf(await razorpay.listDisputes(query, signal), 'disputes').map(toDisputeFact);
    const known = found.size;
    for (const dispute of page) found.set(dispute.disputeId, dispute);
    // A list that repeats itself has no end, either.
    if (page.length < PAGE || found.size === known) break;
  }
  return [...found.values()].filter(({ paymentId }) => paymentIds.includes(paymentId));
}
