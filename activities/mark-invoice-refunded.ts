import type { Activities } from '../contracts/activities.js';
import { ProviderFailure } from '../providers/failure.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { readAlone } from './read-invoice.js';

/**
 * Togai: an invoice that says PAID says REFUND_INITIATED, the only status about refunds that its API takes; how it becomes
 * REFUND_COMPLETED is Togai's. Whatever else the invoice says is somebody else's word and left alone.
 */
export function markInvoiceRefunded(dependencies: ActivityDependencies): Activities['markInvoiceRefunded'] {
  return async ({ connection, invoiceId }) => {
    const { billing } = connectionOf(dependencies, connection);
    const read = async () => (await readAlone(billing, invoiceId)).status;
    const before = await read();
    if (isMarked(before)) return { kind: 'marked' };
    if (before !== 'PAID') return { kind: 'not_paid', status: before };
    const answer = await billing.markRefunded(invoiceId).catch((error: unknown) => {
      if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
      return error;
    });
    if (isMarked(await read())) return { kind: 'marked' };
    if (answer instanceof ProviderFailure) throw answer;
    return answer.ok ? { kind: 'unshown' } : { kind: 'refused', detail: answer.refusal.message };
  };
}

function isMarked(status: string): boolean {
  return status === 'REFUND_INITIATED' || status === 'REFUND_COMPLETED';
}
