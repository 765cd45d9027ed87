import type { SearchAttributePair } from '@temporalio/common';
import { strayNewsWorkflowId, strayPaymentWorkflowId } from './ids.js';
import { searchAttributeKeys } from './search-attributes.js';
import type { StrayPaymentInput } from './stray-payment.js';

/** The part of Temporal's start options that is the same for everybody who starts one. */
export interface StrayPaymentStart {
  readonly taskQueue: string;
  readonly workflowId: string;
  readonly workflowIdReusePolicy: 'ALLOW_DUPLICATE';
  readonly args: [StrayPaymentInput];
  readonly typedSearchAttributes: SearchAttributePair[];
  readonly staticSummary: string;
  readonly priority: { readonly fairnessKey: string };
}

/**
 * One look at a payment, at a dispute or at a failed refund of it, at a time; what was looked at before may be looked at
 * again.
 * @param now business time, Unix milliseconds
 */
export function strayPaymentStart(
  input: StrayPaymentInput,
  now: number,
  taskQueue: string,
): StrayPaymentStart {
  const { connection, paymentId, disputeId, refundId, time } = input;
  const news = disputeId ?? refundId;
  return {
    taskQueue,
    workflowId:
      news === undefined
        ? strayPaymentWorkflowId(connection, paymentId)
        : strayNewsWorkflowId(connection, news),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [
      {
        ...{ connection, paymentId },
        ...(disputeId !== undefined && { disputeId }),
        ...(refundId !== undefined && { refundId }),
        time,
      },
    ],
    typedSearchAttributes: [
      { key: searchAttributeKeys.connection, value: connection },
      { key: searchAttributeKeys.paymentIds, value: [paymentId] },
      { key: searchAttributeKeys.state, value: 'opening' },
      { key: searchAttributeKeys.openedAt, value: new Date(now) },
    ],
    staticSummary: `${toldOf(disputeId, refundId)} ${paymentId} of ${connection}`,
    priority: { fairnessKey: connection },
  };
}

function toldOf(disputeId: string | undefined, refundId: string | undefined): string {
  if (disputeId !== undefined) return `Dispute ${disputeId} of payment`;
  return refundId === undefined ? 'Payment' : `Failed refund ${refundId} of payment`;
}
