import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import { strayPaymentWorkflowId } from '../contracts/ids.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';
import type { PaymentRequest } from '../contracts/requests.js';

/** An operator's word on a stray payment. @throws STRAY_PAYMENT_NOT_FOUND, and whatever else Temporal's client throws */
export async function tellStray<T>(
  client: Client,
  { connection, paymentId }: PaymentRequest,
  signal: SignalDefinition<[T]>,
  word: T,
): Promise<void> {
  try {
    await client.workflow.getHandle(strayPaymentWorkflowId(connection, paymentId)).signal(signal, word);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new PaymentOrchestratorError('STRAY_PAYMENT_NOT_FOUND', {}, { cause: error });
  }
}
