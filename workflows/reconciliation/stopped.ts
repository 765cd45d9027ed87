import { patched } from '@temporalio/workflow';
import type { CollectionStanding, ReconciliationCursor } from '../../contracts/reconciliation.js';
import { isOpenStatus } from '../../domain/collectable.js';
import { takeUp } from './open-invoices.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'stopped' }>;

/** Collections that were stopped and that nobody took up, whatever their invoice says, however old their payments are. */
export async function readStopped(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  // A run that began under a version without this list goes on without it.
  if (!patched('list-stopped')) return undefined;
  const { connection, activities, pageSize } = run;
  const { read, next, invoiceIds } = await activities.razorpay.listStopped.executeWithOptions(
    { summary: 'collections that were stopped' },
    [{ connection, token: cursor.token, pageSize }],
  );
  run.read('stopped_collections', read);
  if (invoiceIds.length > 0) {
    const standings = await activities.razorpay.standingsOf.executeWithOptions(
      { summary: `who took up ${invoiceIds.length} collections` },
      [{ connection, invoiceIds }],
    );
    for (const standing of standings.filter((each) => each.standing === 'stopped')) {
      const { invoiceId } = standing;
      const entry = { subject: invoiceId, invoiceId };
      await run.follow('stopped_collections', entry, () => follow(run, standing));
    }
  }
  return next === undefined ? undefined : { ...cursor, token: next };
}

async function follow(run: Reconciliation, standing: CollectionStanding): Promise<void> {
  const { connection, activities } = run;
  const { invoiceId } = standing;
  const status = await activities.togai.readInvoiceStatus.executeWithOptions(
    { summary: `status of ${invoiceId}` },
    [{ connection, invoiceId }],
  );
  // The list of open invoices has judged it, by the policy.
  if (status !== undefined && isOpenStatus(status)) return;
  await takeUp(run, 'stopped_collections', standing, 'none');
}
