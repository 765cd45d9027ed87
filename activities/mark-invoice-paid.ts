import type { Activities } from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import type { Money } from '../contracts/money.js';
import { isOpenStatus } from '../domain/collectable.js';
import { ProviderFailure } from '../providers/failure.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { earlierTryMayHaveWritten, nothingWasWritten } from './earlier-tries.js';
import { isPast } from './is-past.js';
import { readAlone } from './read-invoice.js';

/**
 * Togai: reads, patches to PAID, reads again. Whether a second PATCH would do harm is not documented, so one is sent
 * only while the invoice is due; what became of a lost answer is what the invoice says.
 */
export function markInvoicePaid(dependencies: ActivityDependencies): Activities['markInvoicePaid'] {
  return async (input) => {
    const { connection, invoiceId, expected } = input;
    const { billing } = connectionOf(dependencies, connection);
    const read = () => readAlone(billing, invoiceId);

    let mayBeOurs = earlierTryMayHaveWritten();
    try {
      const before = await read();
      if (before.status === 'PAID') return { kind: mayBeOurs ? 'marked' : 'was_paid' };
      if (!isAsExpected(before, expected)) {
        if (!mayBeOurs || isOpenStatus(before.status)) return { kind: 'changed', invoice: before };
        const detail = `an earlier PATCH may have reached Togai, which now says ${before.status}`;
        return { kind: 'unverified', detail };
      }
      if (isPast(dependencies, input)) return { kind: 'stale', mayHaveWritten: mayBeOurs };
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
      if (!mayBeOurs) nothingWasWritten();
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
