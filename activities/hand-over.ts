import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Activities, HandOverInput } from '../contracts/activities.js';
import type { Hint } from '../contracts/collection.js';
import { invoicePaymentStart } from '../contracts/invoice-payment-start.js';
import { acceptPaymentSignal, hintSignal } from '../contracts/messages.js';
import { workflowTypes } from '../contracts/names.js';
import { latestRun } from '../platform/temporal/latest-run.js';
import { signalRunning } from '../platform/temporal/signal-running.js';
import { withinDeadline } from './within-deadline.js';

type StrayHint = Hint & { readonly paymentId: string };

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
      const hint = hintOf(input);
      const isMoney = input.disputeId === undefined && input.refundId === undefined;
      if (isMoney && (await isWithItsCollection(client, start.workflowId, hint))) return undefined;
      return client.workflow.signalWithStart(workflowTypes.invoicePayment, {
        ...{ ...start, signal: hintSignal, signalArgs: [hint] },
      });
    });
  };
}

/**
 * Visibility is behind: news may find no collection while one runs, and that one may count the money and end at any moment,
 * also between the answer that it runs and the signal.
 */
async function isWithItsCollection(client: Client, workflowId: string, hint: StrayHint): Promise<boolean> {
  try {
    let latest = await latestRun(client, workflowId);
    if (latest.standing === 'running') {
      if (await signalRunning(client, workflowId, hintSignal, hint)) return true;
      latest = await latestRun(client, workflowId);
    }
    return latest.counted?.paymentIds.includes(hint.paymentId) ?? false;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function hintOf({ paymentId, orderId, disputeId, refundId }: HandOverInput): StrayHint {
  const about = { paymentId, ...(orderId !== undefined && { orderId }) };
  if (disputeId !== undefined) return { evidence: 'webhook', event: 'stray_dispute', ...about, disputeId };
  if (refundId !== undefined) return { evidence: 'webhook', event: 'stray_refund', ...about, refundId };
  return { evidence: 'webhook', event: 'stray_payment', ...about };
}
