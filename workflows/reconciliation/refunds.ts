import type { FailedRefund, KnownPayment, ReconciliationCursor } from '../../contracts/reconciliation.js';
import type { CountedMoney } from '../../contracts/settlement.js';
import { ownerOf } from '../owner-of.js';
import { giveToStrayPayment } from './give-to-stray-payment.js';
import { outcomeLeft } from './outcome-left.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'refunds' }>;

/** What a collection has counted as it ended. */
type Counted = Pick<CountedMoney, 'paymentIds' | 'amount'>;

/**
 * Refunds that failed, and whether their money was sent back again since. A collection that is open looks by itself: each
 * look may send a refund again, so none is asked for.
 */
export async function readRefunds(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize, refundsWindow } = run;
  const { read, more, refunds } = await activities.razorpay.listFailedRefunds.executeWithOptions(
    { summary: `refunds since ${new Date(refundsWindow.from * 1_000).toISOString()}` },
    [{ connection, ...refundsWindow, skip: cursor.skip, pageSize, now: run.now() }],
  );
  run.read('refunds', read);
  // Newest first: of several that failed for one payment, the last one tells.
  const latest = [...new Map([...refunds].reverse().map((refund) => [refund.paymentId, refund])).values()];
  if (latest.length > 0) {
    const paymentIds = latest.map(({ paymentId }) => paymentId);
    const known = await activities.razorpay.knownPayments.executeWithOptions(
      { summary: `who knows ${paymentIds.length} payments` },
      [{ connection, paymentIds }],
    );
    for (const refund of latest) {
      const knower = known.find(({ paymentId }) => paymentId === refund.paymentId);
      const entry = { subject: refund.refundId, invoiceId: knower?.invoiceId };
      await run.follow('refunds', entry, () =>
        knower ? followKnown(run, refund, knower) : followUnknown(run, refund),
      );
    }
  }
  return more ? { ...cursor, skip: cursor.skip + read } : undefined;
}

async function followKnown(
  run: Reconciliation,
  refund: FailedRefund,
  { invoiceId, standing, counted }: KnownPayment,
): Promise<void> {
  if (standing !== 'running') await handOverIfMore(run, refund, invoiceId, counted);
}

/** Temporal may have forgotten the collection: the order tells whose it was, and the invoice what it had counted. */
async function followUnknown(run: Reconciliation, refund: FailedRefund): Promise<void> {
  const { paymentId } = refund;
  const owner = await ownerOf(run, paymentId);
  if (owner.kind !== 'ours') return;
  const { invoiceId } = owner;
  const kept = await outcomeLeft(run, invoiceId);
  const isCounted = kept && !kept.marking;
  const counted = isCounted ? { paymentIds: kept.keptPaymentIds, amount: kept.amount } : undefined;
  await handOverIfMore(run, refund, invoiceId, counted);
}

/** Whatever failed: as long as no more is kept than was counted, nothing has to go back. */
async function handOverIfMore(
  run: Reconciliation,
  { refundId, paymentId }: FailedRefund,
  invoiceId: string,
  counted: Counted = { paymentIds: [], amount: 0 },
): Promise<void> {
  const { connection, activities } = run;
  const paymentIds = [...new Set([paymentId, ...counted.paymentIds])];
  const kept = await activities.razorpay.readKept.executeWithOptions(
    { summary: `what is kept for ${invoiceId}` },
    [{ connection, paymentIds }],
  );
  if (kept <= counted.amount) return;
  const isGiven = await giveToStrayPayment(run, { paymentId, refundId });
  const done = isGiven ? 'handed_over' : 'listed';
  run.found('refunds', { subject: refundId, invoiceId, found: 'refund_failed', done });
}
