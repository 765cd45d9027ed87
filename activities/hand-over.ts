import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Activities, HandOverInput } from '../contracts/activities.js';
import type { Hint } from '../contracts/collection.js';
import { invoicePaymentStart } from '../contracts/invoice-payment-start.js';
import { acceptPaymentSignal, hintSignal } from '../contracts/messages.js';
import { workflowTypes } from '../contracts/names.js';
import { latestRun } from '../platform/temporal/latest-run.js';
import { withinDeadline } from './within-deadline.js';

/**
 * Temporal: makes the invoice's collection look, and starts one for late money if none runs. A workflow cannot signal and
 * start in one step, and of two steps the second could meet a collection that ended in between. Doing it twice is harmless.
 */
export function handOver(): Activities['handOver'] {
  return async (input) => {
    const { connection, invoiceId, time, now, taskQueue } = input;
    const start = invoicePaymentStart({
      ...{ connection, invoiceId, time, now, taskQueue, mode: undefined, late: true },
    });
    await withinDeadline(async (client) => {
      if (input.accepted)
        return client.workflow.signalWithStart(workflowTypes.invoicePayment, {
          ...{ ...start, signal: acceptPaymentSignal, signalArgs: [{ paymentId: input.paymentId }] },
        });
      const isMoney = input.disputeId === undefined && input.refundId === undefined;
      if (isMoney && (await wasCounted(client, start.workflowId, input.paymentId))) return undefined;
      return client.workflow.signalWithStart(workflowTypes.invoicePayment, {
        ...{ ...start, signal: hintSignal, signalArgs: [hintOf(input)] },
      });
    });
  };
}

/** Visibility is behind: news may find no collection while one runs, and that one has ended with the money by now. */
async function wasCounted(client: Client, workflowId: string, paymentId: string): Promise<boolean> {
  try {
    const { counted } = await latestRun(client, workflowId);
    return counted?.paymentIds.includes(paymentId) ?? false;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function hintOf({ paymentId, orderId, disputeId, refundId }: HandOverInput): Hint {
  const about = { paymentId, ...(orderId !== undefined && { orderId }) };
  if (disputeId !== undefined) return { evidence: 'webhook', event: 'stray_dispute', ...about, disputeId };
  if (refundId !== undefined) return { evidence: 'webhook', event: 'stray_refund', ...about, refundId };
  return { evidence: 'webhook', event: 'stray_payment', ...about };
}
