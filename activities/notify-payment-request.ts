import { activityInfo } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { ProviderFailure } from '../providers/failure.js';
import { valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/**
 * Razorpay: tells the customer of a payment request. There is no key, and a second message annoys more than a missing
 * one: a lost answer counts as sent. @throws PROVIDER_REFUSED
 */
export function notifyPaymentRequest(dependencies: ActivityDependencies): Activities['notifyPaymentRequest'] {
  return async ({ connection, razorpayInvoiceId, medium, onlyInRun }) => {
    if (onlyInRun !== undefined && activityInfo().workflowExecution?.runId !== onlyInRun) {
      dependencies.logger.warn(
        { connection, razorpayInvoiceId, medium },
        'a reset repeats a notification; it counts as sent',
      );
      return;
    }
    const { razorpay } = connectionOf(dependencies, connection);
    try {
      valueOf(
        await razorpay.notifyInvoice(razorpayInvoiceId, medium),
        `notify ${razorpayInvoiceId} by ${medium}`,
      );
    } catch (error) {
      if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
      dependencies.logger.warn(
        { connection, razorpayInvoiceId, medium, code: error.code },
        'the answer to a notification was lost; it counts as sent',
      );
    }
  };
}
