import type { KnownPayment, ReconciliationCursor } from '../../contracts/reconciliation.js';
import type { SettledMoney, SettledRow } from '../../contracts/settlement.js';
import { withLine } from '../../domain/settlements.js';
import { ownerOf } from '../owner-of.js';
import { compareSettled, type SettledInvoice } from './compare-settled.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'settlements' }>;

/** What Razorpay settled yesterday, by invoice, against what the collections counted and wrote back. */
export async function readSettlements(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize } = run;
  const { skip } = cursor;
  const { read, more, waiting, unreadable, rows } = await activities.razorpay.listSettled.executeWithOptions(
    { summary: `settlements of ${run.settled.day}` },
    [{ connection, day: run.settled.day, skip, pageSize }],
  );
  run.read('settlements', read);
  const known = await knownOf(run, rows);
  const invoices = new Map<string, SettledInvoice & { readonly rows: SettledMoney[] }>();
  let owned = 0;
  let unread = unreadable;
  for (const [index, row] of rows.entries()) {
    const knower = known.find(({ paymentId }) => paymentId === row.money.paymentId);
    let invoiceId = knower?.invoiceId ?? row.invoiceId;
    const isRead = await run.follow('settlements', { subject: row.money.id, invoiceId }, async () => {
      invoiceId ??= await invoiceOf(run, row);
    });
    if (!isRead) unread += 1;
    if (invoiceId === undefined) continue;
    owned += 1;
    run.settled = withLine(run.settled, { ...row.money, invoiceId });
    const of = invoices.get(invoiceId) ?? { invoiceId, position: skip + index, known: knower, rows: [] };
    of.rows.push(row.money);
    invoices.set(invoiceId, of.known === undefined ? { ...of, known: knower } : of);
  }
  const foreign = run.settled.foreign + read - waiting - owned - unread;
  run.settled = {
    ...run.settled,
    ...{ foreign, waiting: run.settled.waiting + waiting, unreadable: run.settled.unreadable + unread },
  };
  for (const invoice of invoices.values()) {
    const { invoiceId } = invoice;
    await run.follow('settlements', { subject: invoiceId, invoiceId }, () => compareSettled(run, invoice));
  }
  return more ? { ...cursor, skip: skip + read } : undefined;
}

async function knownOf(
  { activities, connection }: Reconciliation,
  rows: readonly SettledRow[],
): Promise<readonly KnownPayment[]> {
  const paymentIds = [...new Set(rows.map(({ money }) => money.paymentId))];
  if (paymentIds.length === 0) return [];
  return activities.razorpay.knownPayments.executeWithOptions(
    { summary: `who knows ${paymentIds.length} settled payments` },
    [{ connection, paymentIds }],
  );
}

/** Only an order that bears a receipt of ours is worth two calls. */
async function invoiceOf(
  run: Reconciliation,
  { money: { paymentId }, ourReceipt }: SettledRow,
): Promise<string | undefined> {
  if (!ourReceipt) return undefined;
  const owner = await ownerOf(run, paymentId);
  return owner.kind === 'ours' ? owner.invoiceId : undefined;
}
