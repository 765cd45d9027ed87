import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Activities, InvoiceRead } from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import { downtimeOfRequest } from '../domain/downtimes.js';
import { isPaidMark, markOf } from '../domain/paid-mark.js';
import { reminderWindows } from '../domain/reminder-windows.js';
import { showsNothing } from '../domain/voided.js';
import type { BillingSystem } from '../providers/billing-system.js';
import { billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import { timeZonesOf } from './customer-time-zones.js';
import type { ActivityConnection, ActivityDependencies } from './dependencies.js';
import { readNote } from './outcome-note.js';

/**
 * Togai: the invoice with its owner's setting, the connection's policy, and when the customer may be reminded: what a
 * time zone makes of the due date is decided here, where the machine's own rules may be asked, and what a downtime holds
 * back, which is known in the process. @throws INVOICE_NOT_FOUND
 */
export function readInvoice(dependencies: ActivityDependencies): Activities['readInvoice'] {
  return async ({ connection, invoiceId, reminders }) => {
    const of = connectionOf(dependencies, connection);
    const readAt = dependencies.clock.now();
    const policy = reminders ?? of.policy.reminders;
    if (!policy) return { ...(await readWithPolicy(of, invoiceId)), readAt };
    const [read, downtimes] = await Promise.all([readWithPolicy(of, invoiceId), of.downtimes.now()]);
    const windows = reminderWindows(policy, read.invoice.dueDate, timeZonesOf(read.invoice.country));
    const reminderDowntime = downtimeOfRequest(downtimes ?? []);
    return {
      ...read,
      readAt,
      reminderPlan: { windows, run: activityInfo().workflowExecution?.runId },
      ...(reminderDowntime && { reminderDowntime }),
    };
  };
}

/** Togai: the invoice without its owner's setting, for a write that reads before and after. @throws INVOICE_NOT_FOUND */
export async function readAlone(billing: BillingSystem, invoiceId: string): Promise<BillingInvoice> {
  const answer = await billing.readInvoiceAlone(invoiceId, cancellationSignal());
  return billingValueOf(answer, `invoice ${invoiceId}`, 'INVOICE_NOT_FOUND');
}

/** Togai: the invoice, and whether what it says may be our doing. @throws INVOICE_NOT_FOUND */
export async function readWithPolicy(of: ActivityConnection, invoiceId: string): Promise<InvoiceRead> {
  const { billing, policy } = of;
  const answer = await billing.readInvoice(invoiceId, cancellationSignal());
  const invoice = billingValueOf(answer, `invoice ${invoiceId}`, 'INVOICE_NOT_FOUND');
  return { invoice, policy, ...(await ourDoing(of, invoice)) };
}

/** A setting that Togai does not show tells nothing: what the run itself remembers then decides. */
async function ourDoing(
  { billing, policy }: ActivityConnection,
  invoice: BillingInvoice,
): Promise<Pick<InvoiceRead, 'mayBeOurs' | 'paidByUs' | 'markedPaid'>> {
  const { status, invoiceId } = invoice;
  if (status !== 'PAID' && status !== 'VOID') return {};
  if (policy.writeBack === 'record_payment')
    return status === 'PAID' || !showsNothing(invoice) ? { mayBeOurs: true } : {};
  const note = await readNote(billing, invoiceId, cancellationSignal());
  if (!note.ok || !isPaidMark(note.value)) return {};
  const markedPaid = markOf(note.value, invoice);
  const paidByUs = status === 'PAID' && { paidByUs: true as const };
  return { mayBeOurs: true, ...paidByUs, ...(markedPaid && { markedPaid }) };
}
