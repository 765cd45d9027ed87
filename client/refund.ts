import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { nanoid } from 'nanoid';
import { refundPaymentUpdate } from '../contracts/messages.js';
import { workflowTypes } from '../contracts/names.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';
import type { RefundAnswer } from '../contracts/refund.js';
import type { RefundPaymentRequest } from '../contracts/requests.js';
import { toCallerError } from './errors.js';
import type { invoicePaymentOptions } from './start-options.js';

/** A run that ends while it is asked has not heard it; the next try starts another. */
const TRIES = 3;

/** Hands a refund to the invoice's collection, starting one if none runs. @throws whatever Temporal's client throws */
export async function refundWithStart(
  client: Client,
  { paymentId, refundId, amount, reason, speed }: RefundPaymentRequest,
  options: ReturnType<typeof invoicePaymentOptions>,
  within: <T>(call: () => Promise<T>) => Promise<T>,
): Promise<RefundAnswer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await within(() =>
        client.workflow.executeUpdateWithStart(refundPaymentUpdate, {
          args: [{ paymentId, refundId, amount, reason, speed }],
          // One id per call: the workflow knows refunds by their own id, and what became of one changes.
          updateId: `refund/${refundId}/${nanoid(8)}`,
          startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.invoicePayment, options),
        }),
      );
    } catch (error) {
      if (tries === TRIES || !hasEnded(error)) throw error;
    }
  }
}

function hasEnded(error: unknown): boolean {
  const told = toCallerError(error);
  return told instanceof PaymentOrchestratorError && told.code === 'COLLECTION_ENDED';
}

/** A collection that is started for a refund asks nothing new of the customer. */
export function lateCollection({
  connection,
  invoiceId,
}: RefundPaymentRequest): Parameters<typeof invoicePaymentOptions>[1] {
  return { connection, invoiceId, mode: undefined, late: true };
}

/** Nobody answered in time; the collection may have heard it, or hears it when it is asked again. */
export function requested({ refundId, paymentId, amount }: RefundPaymentRequest): RefundAnswer {
  return { refundId, paymentId, status: 'requested', amount, razorpayRefundId: undefined };
}
