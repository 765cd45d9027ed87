import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { workflowTypes } from '../../contracts/names.js';
import { strayPaymentStart } from '../../contracts/stray-payment-start.js';
import type { StrayPaymentInput } from '../../contracts/stray-payment.js';
import type { Reconciliation } from './reconciliation.js';

/**
 * A payment, or a dispute or a failed refund of one whose collection has ended. Whose it is and what becomes of it is for
 * `strayPayment` to find out; it goes on when this run has ended.
 * @returns false when one is at it already
 */
export async function giveToStrayPayment(
  run: Reconciliation,
  what: Pick<StrayPaymentInput, 'paymentId' | 'disputeId' | 'refundId'>,
): Promise<boolean> {
  const { connection, time, taskQueue } = run;
  const start = strayPaymentStart({ connection, ...what, time }, run.now(), taskQueue);
  try {
    await startChild(workflowTypes.strayPayment, { ...start, parentClosePolicy: ParentClosePolicy.ABANDON });
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return false;
  }
}
