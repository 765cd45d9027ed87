import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { ProviderFailure } from '../providers/failure.js';
import { valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/**
 * Razorpay: cancels a payment request nobody has paid; any other is left alone. Answers with the status that stands
 * there now: it may have been paid at the last moment.
 */
export function cancelPaymentRequest(dependencies: ActivityDependencies): Activities['cancelPaymentRequest'] {
  return async ({ connection, razorpayInvoiceId }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const read = async () => {
      const answer = await razorpay.fetchInvoice(razorpayInvoiceId, cancellationSignal());
      return { status: valueOf(answer, `invoice ${razorpayInvoiceId}`).status };
    };
    const before = await read();
    if (before.status !== 'issued') return before;
    let lost: ProviderFailure | undefined;
    try {
      const answer = await razorpay.cancelInvoice(razorpayInvoiceId);
      if (answer.ok) return { status: answer.value.status };
    } catch (error) {
      if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
      lost = error;
    }
    const after = await read();
    if (after.status === 'issued' && lost !== undefined) throw lost;
    return after;
  };
}
