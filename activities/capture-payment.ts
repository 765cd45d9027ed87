import { cancellationSignal } from '@temporalio/activity';
import type { Activities, CaptureResult } from '../contracts/activities.js';
import { ProviderFailure } from '../providers/failure.js';
import type { Refusal } from '../providers/razorpay/errors.js';
import { toProviderRefusal, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { isPast } from './is-past.js';

/**
 * Razorpay: captures an authorized payment, whole. The capture call has no key and its refusals differ from account to
 * account, so whatever it answers, the payment itself is read again and its status is the truth.
 */
export function capturePayment(dependencies: ActivityDependencies): Activities['capturePayment'] {
  return async (input) => {
    const { connection, paymentId, amount } = input;
    const { razorpay } = connectionOf(dependencies, connection);
    const read = async () =>
      valueOf(await razorpay.fetchPayment(paymentId, cancellationSignal()), `payment ${paymentId}`).status;

    const before = await read();
    if (before !== 'authorized') return told(before);
    if (isPast(dependencies, input)) return { kind: 'stale' };
    let refusal: Refusal | undefined;
    let lost: ProviderFailure | undefined;
    try {
      const body = { amount: amount.amount, currency: amount.currency };
      const answer = await razorpay.capturePayment(paymentId, body);
      if (!answer.ok) refusal = answer.refusal;
    } catch (error) {
      if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
      lost = error;
    }
    const after = await read();
    if (after !== 'authorized') return told(after);
    if (refusal !== undefined) return { kind: 'refused', refusal: toProviderRefusal(refusal) };
    throw (
      lost ??
      new ProviderFailure('PROVIDER_UNAVAILABLE', true, `razorpay does not show the capture of ${paymentId}`)
    );
  };
}

function told(status: string): CaptureResult {
  // A refunded payment was captured before.
  if (status === 'captured' || status === 'refunded') return { kind: 'captured' };
  return { kind: 'not_authorized', status };
}
