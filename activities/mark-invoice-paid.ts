import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import type { Money } from '../contracts/money.js';
import { isOpenStatus } from '../domain/collectable.js';
import { ProviderFailure } from '../providers/failure.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { readAlone } from './read-invoice.js';

/**
 * Togai: reads, patches to PAID, reads again. Whether a second PATCH would do harm is not documented, so one is sent
 * only while the invoice is due; what became of a lost answer is what the invoice says.
 */
export function markInvoicePaid(dependencies: ActivityDependencies): Activities['markInvoicePaid'] {
  return async ({ connection, invoiceId, expected }) => {
    const { billing } = connectionOf(dependencies, connection);
    const read = () => readAlone(billing, invoiceId);

    const { attempt } = activityInfo();
    const patchedNothing: unknown = activityInfo().heartbeatDetails;
    // Tries that provably patched nothing leave their number behind; else an invoice that says PAID is taken as ours.
    let mayBeOurs = attempt > 1 && patchedNothing !== attempt - 1;
    try {
      const before = await read();
      if (before.status === 'PAID') return { kind: mayBeOurs ? 'marked' : 'was_paid' };
      if (!isAsExpected(before, expected)) {
        if (!mayBeOurs || isOpenStatus(before.status)) return { kind: 'changed', invoice: before };
        const detail = `an earlier PATCH may have reached Togai, which now says ${before.status}`;
        return { kind: 'unverified', detail };
      }
      const answer = await billing.markPaid(invoiceId).catch((error: unknown) => {
        if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
        return error;
      });
      mayBeOurs = true;
      if ((await read()).status === 'PAID') return { kind: 'marked' };
      if (answer instanceof ProviderFailure) throw answer;
      if (answer.ok)
        return { kind: 'unverified', detail: 'after the PATCH the invoice still does not say PAID' };
      const { status, message } = answer.refusal;
      return { kind: 'refused', detail: `PATCH refused with ${String(status)}: ${message}` };
    } catch (error) {
      if (!mayBeOurs) heartbeat(attempt);
      throw error;
    }
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
