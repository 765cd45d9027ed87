import type { ListedDispute, ReconciliationCursor } from '../../contracts/reconciliation.js';
import { giveToStrayPayment } from './give-to-stray-payment.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'disputes' }>;

/** Disputes, and whether the collection they concern knows them as they stand. */
export async function readDisputes(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize, disputesWindow } = run;
  const { read, more, disputes } = await activities.razorpay.listDisputes.executeWithOptions(
    { summary: `disputes since ${new Date(disputesWindow.from * 1_000).toISOString()}` },
    [{ connection, ...disputesWindow, skip: cursor.skip, pageSize, now: run.now() }],
  );
  run.read('disputes', read);
  if (disputes.length > 0) {
    const unknown = await activities.razorpay.unknownDisputes.executeWithOptions(
      { summary: `who knows ${disputes.length} disputes` },
      [{ connection, disputes }],
    );
    for (const { invoiceId, ...dispute } of unknown) await tell(run, invoiceId, dispute);
  }
  return more ? { ...cursor, skip: cursor.skip + read } : undefined;
}

async function tell(
  run: Reconciliation,
  invoiceId: string,
  { disputeId, paymentId, status }: ListedDispute,
): Promise<void> {
  const found = { subject: disputeId, invoiceId, found: `dispute_${status}` };
  if (await run.hint(invoiceId, 'dispute.listed', { paymentId, disputeId }))
    return run.found('disputes', { ...found, done: 'hinted' });
  const isGiven = await giveToStrayPayment(run, { paymentId, disputeId });
  run.found('disputes', { ...found, done: isGiven ? 'handed_over' : 'listed' });
}
