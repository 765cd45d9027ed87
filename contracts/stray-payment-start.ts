import type { SearchAttributePair } from '@temporalio/common';
import { strayDisputeWorkflowId, strayPaymentWorkflowId } from './ids.js';
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

/** One look at a payment, or at a dispute of it, at a time; one that was looked at before may be looked at again. @param now business time, ms */
export function strayPaymentStart(
  input: StrayPaymentInput,
  now: number,
  taskQueue: string,
): StrayPaymentStart {
  const { connection, paymentId, disputeId, time } = input;
  const ofDispute = disputeId !== undefined;
  return {
    taskQueue,
    workflowId: ofDispute
      ? strayDisputeWorkflowId(connection, disputeId)
      : strayPaymentWorkflowId(connection, paymentId),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [{ connection, paymentId, ...(ofDispute && { disputeId }), time }],
    typedSearchAttributes: [
      { key: searchAttributeKeys.connection, value: connection },
      { key: searchAttributeKeys.paymentIds, value: [paymentId] },
      { key: searchAttributeKeys.state, value: 'opening' },
      { key: searchAttributeKeys.openedAt, value: new Date(now) },
    ],
    staticSummary: `${ofDispute ? `Dispute ${disputeId} of payment` : 'Payment'} ${paymentId} of ${connection}`,
    priority: { fairnessKey: connection },
  };
}
