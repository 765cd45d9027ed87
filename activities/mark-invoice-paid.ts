import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import type { Money } from '../contracts/money.js';
import { ProviderFailure } from '../providers/failure.js';
import { billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/**
 * Togai: reads, patches to PAID, reads again. Whether a second PATCH would do harm is not documented, so one is sent
 * only while the invoice is due; what became of a lost answer is what the invoice says.
 */
export function markInvoicePaid(dependencies: ActivityDependencies): Activities['markInvoicePaid'] {
  return async ({ connection, invoiceId, expected }) => {
    const { billing } = connectionOf(dependencies, connection);
    const read = async () =>
      billingValueOf(
        await billing.readInvoiceAlone(invoiceId, cancellationSignal()),
        `invoice ${invoiceId}`,
        'INVOICE_NOT_FOUND',
      );

    const before = await read();
    // A try before this one may have patched it before its worker died.
    if (before.status === 'PAID') return { kind: activityInfo().attempt > 1 ? 'marked' : 'was_paid' };
    if (!isAsExpected(before, expected)) return { kind: 'changed', invoice: before };
    let refusal: string | undefined;
    try {
      const answer = await billing.markPaid(invoiceId);
      if (!answer.ok)
        refusal = `PATCH refused with ${String(answer.refusal.status)}: ${answer.refusal.message}`;
    } catch (error) {
      if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
      if ((await read()).status === 'PAID') return { kind: 'marked' };
      throw error;
    }
    const after = await read();
    if (after.status === 'PAID') return { kind: 'marked' };
    if (refusal !== undefined) return { kind: 'refused', detail: refusal };
    return { kind: 'unverified', detail: `after the PATCH the invoice says ${after.status}` };
  };
}

/** Still due, with the amounts the money was collected for. */
export function isAsExpected(
  invoice: BillingInvoice,
  expected: { readonly total: Money; readonly paid: Money },
): boolean {
  const { amounts, status } = invoice;
  return (
    (status === 'DUE' || status === 'PARTIALLY_PAID') &&
    amounts.kind === 'exact' &&
    isEqual(amounts.total, expected.total) &&
    isEqual(amounts.paid, expected.paid)
  );
}

function isEqual(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}
