import { patched } from '@temporalio/workflow';
import type { KnownPayment, ReconciliationFinding } from '../../contracts/reconciliation.js';
import type { CaptureNow, CountedMoney, SettledMoney } from '../../contracts/settlement.js';
import {
  agreesAlone,
  differencesOf,
  isAskedNow,
  isWrittenBack,
  isWrittenSoFar,
} from '../../domain/settlements.js';
import { giveToStrayPayment } from './give-to-stray-payment.js';
import { outcomeLeft } from './outcome-left.js';
import type { Reconciliation } from './reconciliation.js';

/** The rows of one page that belong to one invoice. */
export interface SettledInvoice {
  readonly invoiceId: string;
  /** Of its first row in the day's list. */
  readonly position: number;
  /** What Temporal knows of one of its payments. */
  readonly known: KnownPayment | undefined;
  readonly rows: readonly SettledMoney[];
}

/** Lists how an invoice's settled money differs from what we have of it. What a look can mend is hinted or handed over. */
export async function compareSettled(run: Reconciliation, invoice: SettledInvoice): Promise<void> {
  const { known, rows } = invoice;
  if (known?.standing === 'running') return followRunning(run, invoice);
  const counted = known?.counted ?? (await keptFor(run, invoice));
  const isCounted = ({ paymentId }: SettledMoney): boolean =>
    counted?.paymentIds.includes(paymentId) ?? false;
  for (const row of rows)
    if (row.kind === 'payment' && !isCounted(row)) await followUncounted(run, invoice, row);
  const ours = rows.filter(isCounted);
  if (counted && ours.length > 0) return followCounted(run, invoice, counted, ours);
  // All of it went back. A run that began under a version that did not ask goes on without it.
  if (counted?.markedPaid && patched('settled-refunds')) await compareStatus(run, invoice, counted);
}

/** Temporal forgets; what is kept with the invoice tells what was counted for it. */
async function keptFor(
  run: Reconciliation,
  { invoiceId }: SettledInvoice,
): Promise<CountedMoney | undefined> {
  const kept = await outcomeLeft(run, invoiceId);
  if (!kept || kept.marking) return undefined;
  const { outcome, keptPaymentIds: paymentIds, amount, markedPaid } = kept;
  return { outcome, paymentIds, amount, ...(markedPaid && { markedPaid }) };
}

async function followRunning(run: Reconciliation, invoice: SettledInvoice): Promise<void> {
  const payment = invoice.rows.find(({ kind }) => kind === 'payment');
  if (!payment) return;
  const status = await statusOf(run, invoice);
  if (!isWrittenSoFar(status)) await hintOrHandOver(run, invoice, payment, describeStatus(status));
}

/** A surplus that went back is no difference, although no collection counts it. */
async function followUncounted(
  run: Reconciliation,
  invoice: SettledInvoice,
  row: SettledMoney,
): Promise<void> {
  const { amount, refunded } = await captureOf(run, row.paymentId);
  if (refunded < amount) await hintOrHandOver(run, invoice, row, 'settled_not_counted');
}

async function followCounted(
  run: Reconciliation,
  invoice: SettledInvoice,
  counted: CountedMoney,
  rows: readonly SettledMoney[],
): Promise<void> {
  const isLeft = counted.outcome === 'paid' && !isAskedNow(invoice.position, run.startedAt);
  // A run that began under a version that did not compare fees goes on without it.
  if (!agreesAlone(counted, rows) || (!isLeft && patched('settled-fees'))) {
    const captures: CaptureNow[] = [];
    for (const paymentId of counted.paymentIds) captures.push(await captureOf(run, paymentId));
    for (const { subject, found, fees } of differencesOf(counted, rows, captures))
      differs(run, invoice, { subject, found, done: 'listed', ...(fees && { fees }) });
  }
  if (isLeft) {
    run.settled = { ...run.settled, unasked: run.settled.unasked + 1 };
    return;
  }
  await compareStatus(run, invoice, counted);
}

/** A collection that ended is not begun again for what Togai says. */
async function compareStatus(
  run: Reconciliation,
  invoice: SettledInvoice,
  counted: CountedMoney,
): Promise<void> {
  const status = await statusOf(run, invoice);
  if (!isWrittenBack(status, counted))
    differs(run, invoice, { subject: invoice.invoiceId, found: describeStatus(status), done: 'listed' });
}

async function hintOrHandOver(
  run: Reconciliation,
  invoice: SettledInvoice,
  { id: subject, paymentId }: SettledMoney,
  found: string,
): Promise<void> {
  const isTold = await run.hint(invoice.invoiceId, 'payment.settled', { paymentId });
  if (isTold) return differs(run, invoice, { subject, found, done: 'hinted' });
  const isGiven = await giveToStrayPayment(run, { paymentId });
  differs(run, invoice, { subject, found, done: isGiven ? 'handed_over' : 'listed' });
}

function statusOf({ activities, connection }: Reconciliation, { invoiceId }: SettledInvoice) {
  return activities.togai.readInvoiceStatus.executeWithOptions({ summary: `status of ${invoiceId}` }, [
    { connection, invoiceId },
  ]);
}

function captureOf({ activities, connection }: Reconciliation, paymentId: string): Promise<CaptureNow> {
  return activities.razorpay.readCapture.executeWithOptions({ summary: `what is left of ${paymentId}` }, [
    { connection, paymentId },
  ]);
}

/** e.g. `invoice_due`. */
function describeStatus(status: string | undefined): string {
  return `invoice_${(status ?? 'unknown').toLowerCase()}`;
}

function differs(
  run: Reconciliation,
  { invoiceId }: SettledInvoice,
  difference: Omit<ReconciliationFinding, 'invoiceId'>,
): void {
  run.found('settlements', { ...difference, invoiceId });
}
