import { cancellationSignal } from '@temporalio/activity';
import type { Activities, RefundResult } from '../contracts/activities.js';
import { noteKeys } from '../contracts/names.js';
import { refundKeyFor } from '../providers/razorpay/keys.js';
import type { RazorpayRefund } from '../providers/razorpay/schemas.js';
import { toProviderRefusal, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { failure } from './to-application-failure.js';

/**
 * Razorpay: one refund per cause and try. The key travels as header and as receipt: the header makes Razorpay answer a
 * repeated call with the same refund, the receipt lets us find it.
 */
export function refundPayment(dependencies: ActivityDependencies): Activities['refundPayment'] {
  return async (input) => {
    const { connection, paymentId, amount } = input;
    const { razorpay } = connectionOf(dependencies, connection);
    const key = refundKeyFor(connection, paymentId, input.cause, input.try);
    const find = async () => {
      const answer = await razorpay.refundsOfPayment(paymentId, cancellationSignal());
      return valueOf(answer, `refunds of ${paymentId}`).find((refund) => refund.receipt === key);
    };

    const earlier = await find();
    if (earlier !== undefined) return told(earlier);
    const notes = { [noteKeys.connection]: connection, [noteKeys.invoiceId]: input.invoiceId };
    const body = { amount: amount.amount, speed: input.speed, receipt: key, notes };
    const answer = await razorpay.refundPayment(paymentId, body, key);
    if (answer.ok) return told(answer.value);
    if (answer.refusal.status === 409) {
      // The same key is in progress, or was used with another body: the list tells which.
      const meanwhile = await find();
      if (meanwhile !== undefined) return told(meanwhile);
      if (/in progress/i.test(answer.refusal.description)) {
        throw failure('PROVIDER_UNAVAILABLE', `a refund of ${paymentId} under the same key is in progress`);
      }
    }
    return { kind: 'refused', refusal: toProviderRefusal(answer.refusal) };
  };
}

function told(refund: RazorpayRefund): RefundResult {
  return { kind: 'refunded', refundId: refund.id, status: refund.status ?? 'pending' };
}
