import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { workflowTypes } from '../../contracts/names.js';
import { strayPaymentStart } from '../../contracts/stray-payment-start.js';
import type { Reconciliation } from './reconciliation.js';

/**
 * Whose it is and what becomes of it is for `strayPayment` to find out; it goes on when this run has ended.
 * @returns false when one is at it already
 */
export async function giveToStrayPayment(run: Reconciliation, paymentId: string): Promise<boolean> {
  const { connection, time, taskQueue } = run;
  const start = strayPaymentStart({ connection, paymentId, time }, run.now(), taskQueue);
  try {
    await startChild(workflowTypes.strayPayment, { ...start, parentClosePolicy: ParentClosePolicy.ABANDON });
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return false;
  }
}
