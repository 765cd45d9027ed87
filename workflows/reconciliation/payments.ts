import type {
  KnownPayment,
  ListedPayment,
  ReconciliationCursor,
  ReconciliationDeed,
} from '../../contracts/reconciliation.js';
import { isWrittenSoFar } from '../../domain/settlements.js';
import { ownerOf } from '../owner-of.js';
import { giveToStrayPayment } from './give-to-stray-payment.js';
import { outcomeLeft } from './outcome-left.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'payments' | 'orders' }>;

/** Captures and authorizations, and whether the collection they belong to knows of them. */
export async function readPayments(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize } = run;
  const window = run.windows[cursor.window];
  if (!window) return undefined;
  const { read, more, payments } = await activities.razorpay.listPayments.executeWithOptions(
    { summary: `payments of ${new Date(window.from * 1_000).toISOString()} and a day` },
    [{ connection, ...window, skip: cursor.skip, pageSize, now: run.now() }],
  );
  run.read('captures', read);
  run.read('authorizations', read);
  if (payments.length > 0) {
    const known = await activities.razorpay.knownPayments.executeWithOptions(
      { summary: `who knows ${payments.length} payments` },
      [{ connection, paymentIds: payments.map(({ paymentId }) => paymentId) }],
    );
    for (const payment of payments) {
      const knower = known.find(({ paymentId }) => paymentId === payment.paymentId);
      const entry = { subject: payment.paymentId, invoiceId: knower?.invoiceId };
      await run.follow(partOf(payment), entry, () =>
        knower ? followKnown(run, payment, knower) : followUnknown(run, payment),
      );
    }
  }
  return more ? { ...cursor, skip: cursor.skip + read } : undefined;
}

async function followKnown(run: Reconciliation, payment: ListedPayment, known: KnownPayment): Promise<void> {
  const { invoiceId, standing } = known;
  if (standing === 'counted') return;
  if (standing === 'ended') return handOver(run, payment, invoiceId, 'collection_ended');
  if (payment.status === 'authorized' && !payment.nearExpiry) return;
  if (payment.status === 'captured' && (await isWritten(run, invoiceId))) return;
  await hintOrHandOver(run, payment, invoiceId);
}

/** No collection has seen it: its order tells whose it is, as far as we made that order. */
async function followUnknown(run: Reconciliation, payment: ListedPayment): Promise<void> {
  const { paymentId } = payment;
  const owner = await ownerOf(run, paymentId);
  if (owner.kind === 'not_ours') return;
  const { invoiceId } = owner;
  if (owner.kind === 'suggested') return found(run, payment, invoiceId, 'names_an_invoice', 'listed');
  // The collection may be forgotten; what it counted is kept with the invoice.
  const kept = await outcomeLeft(run, invoiceId);
  if (kept && !kept.marking && kept.keptPaymentIds.includes(paymentId)) return;
  await hintOrHandOver(run, payment, invoiceId);
}

async function isWritten({ activities, connection }: Reconciliation, invoiceId: string): Promise<boolean> {
  const { invoice } = await activities.togai.readInvoice.executeWithOptions(
    { summary: `read invoice ${invoiceId}` },
    [{ connection, invoiceId }],
  );
  return isWrittenSoFar(invoice.status);
}

async function hintOrHandOver(run: Reconciliation, payment: ListedPayment, invoiceId: string): Promise<void> {
  const { paymentId, orderId, status } = payment;
  const about = { paymentId, ...(orderId !== undefined && { orderId }) };
  const isTold = await run.hint(invoiceId, `payment.${status}`, about);
  if (!isTold) return handOver(run, payment, invoiceId, 'no_collection');
  found(run, payment, invoiceId, status === 'captured' ? 'not_paid' : 'near_expiry', 'hinted');
}

async function handOver(
  run: Reconciliation,
  payment: ListedPayment,
  invoiceId: string,
  why: string,
): Promise<void> {
  if (await giveToStrayPayment(run, { paymentId: payment.paymentId }))
    return found(run, payment, invoiceId, why, 'handed_over');
  found(run, payment, invoiceId, 'waits_for_a_person', 'listed');
}

function found(
  run: Reconciliation,
  payment: ListedPayment,
  invoiceId: string,
  why: string,
  done: ReconciliationDeed,
): void {
  run.found(partOf(payment), { subject: payment.paymentId, invoiceId, found: why, done });
}

function partOf({ status }: ListedPayment): 'captures' | 'authorizations' {
  return status === 'captured' ? 'captures' : 'authorizations';
}
