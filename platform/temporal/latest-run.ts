import type { Client } from '@temporalio/client';
import type { CollectionResult } from '../../contracts/collection.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import type { CountedMoney } from '../../contracts/settlement.js';

/** What Temporal tells of a collection's latest run. */
export interface LatestRun {
  readonly standing: 'running' | 'ended';
  /** The money the run has counted; undefined while it runs, or when it was stopped before its end. */
  readonly counted: CountedMoney | undefined;
}

/** @throws WorkflowNotFoundError when Temporal knows none, or has forgotten it */
export async function latestRun(client: Client, workflowId: string): Promise<LatestRun> {
  const handle = client.workflow.getHandle<() => Promise<CollectionResult>>(workflowId);
  const { status, typedSearchAttributes: attributes } = await handle.describe();
  if (status.name === 'RUNNING') return { standing: 'running', counted: undefined };
  if (status.name !== 'COMPLETED') return { standing: 'ended', counted: undefined };
  const seen = attributes.get(keys.paymentIds) ?? [];
  const paid = attributes.get(keys.amountPaid);
  // One payment, and paid: nothing has to be decrypted to know that it was counted.
  if (attributes.get(keys.outcome) === 'paid' && seen.length === 1 && paid !== undefined)
    return { standing: 'ended', counted: { outcome: 'paid', paymentIds: seen, amount: paid } };
  const result = await handle.result();
  const { outcome, keptPaymentIds: paymentIds = [], amountPaid: amount, markedPaid } = result;
  return {
    standing: 'ended',
    counted: { outcome, paymentIds, amount, ...(markedPaid && { markedPaid }) },
  };
}
