import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { workflowTypes } from '../../contracts/names.js';
import { strayPaymentStart } from '../../contracts/stray-payment-start.js';
import type { StrayPaymentInput } from '../../contracts/stray-payment.js';
import type { Reconciliation } from './reconciliation.js';

/**
 * Whose it is and what becomes of it is for `strayPayment` to find out; it goes on when this run has ended.
 * @returns false when one is at it already
 */
export function giveToStrayPayment(run: Reconciliation, paymentId: string): Promise<boolean> {
  return give(run, { paymentId });
}

/** The same for a dispute of a payment whose collection has ended. @returns false when one is at it already */
export function giveDisputeToStrayPayment(
  run: Reconciliation,
  paymentId: string,
  disputeId: string,
): Promise<boolean> {
  return give(run, { paymentId, disputeId });
}

async function give(
  run: Reconciliation,
  what: Pick<StrayPaymentInput, 'paymentId' | 'disputeId'>,
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
