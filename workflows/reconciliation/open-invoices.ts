import type {
  CollectionStanding,
  ReconciliationCursor,
  ReconciliationPart,
} from '../../contracts/reconciliation.js';
import { judgeStanding, judgeUncollected, type OpenInvoiceVerdict } from '../../domain/reconciliation.js';
import type { Policy } from '../../contracts/policy.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'open_invoices' }>;

/** Invoices that ask for money, and whether anybody collects it. */
export async function readOpenInvoices(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize } = run;
  const { status, token } = cursor;
  const { invoiceIds, next, starts } = await activities.togai.listOpenInvoices.executeWithOptions(
    { summary: `invoices that are ${status}` },
    [{ connection, status, token, pageSize }],
  );
  run.read('open_invoices', invoiceIds.length);
  if (invoiceIds.length > 0) {
    const standings = await activities.razorpay.standingsOf.executeWithOptions(
      { summary: `who collects ${invoiceIds.length} invoices` },
      [{ connection, invoiceIds }],
    );
    for (const standing of standings) {
      const { invoiceId } = standing;
      await run.follow('open_invoices', { subject: invoiceId, invoiceId }, () =>
        takeUp(run, 'open_invoices', standing, starts),
      );
    }
  }
  return next === undefined ? undefined : { ...cursor, token: next };
}

/** Starts a collection that was stopped or forgotten, if anything is left of it; what has ended is listed. */
export async function takeUp(
  run: Reconciliation,
  part: ReconciliationPart,
  standing: CollectionStanding,
  starts: Policy['reconcileStarts'],
): Promise<void> {
  const { invoiceId } = standing;
  const judged = judgeStanding(standing);
  const verdict = judged === 'ask' ? await ask(run, standing, starts) : judged;
  if (!verdict) return;
  if (verdict.kind === 'start') {
    const { mode, late, begun } = verdict;
    const { connection, time, taskQueue } = run;
    await run.activities.razorpay.startCollection.executeWithOptions(
      { summary: `${invoiceId}: ${verdict.found}` },
      [
        {
          ...{ connection, invoiceId, mode, late, time, taskQueue, now: run.now() },
          ...(begun && { begun }),
        },
      ],
    );
  }
  const done = verdict.kind === 'start' ? 'started' : 'listed';
  run.found(part, { subject: invoiceId, invoiceId, found: verdict.found, done });
}

/** Temporal forgets: what is kept with the invoice tells how it ended, and our receipts that it was begun. */
async function ask(
  { activities, connection }: Reconciliation,
  { invoiceId, standing }: CollectionStanding,
  starts: Policy['reconcileStarts'],
): Promise<OpenInvoiceVerdict> {
  const kept = await activities.togai.readOutcome.executeWithOptions(
    { summary: `how ${invoiceId} was collected before` },
    [{ connection, invoiceId }],
  );
  const begun = await activities.razorpay.findBegun.executeWithOptions(
    { summary: `orders of ${invoiceId}, by our receipts` },
    [{ connection, invoiceId }],
  );
  return judgeUncollected(standing, kept, begun, starts);
}
