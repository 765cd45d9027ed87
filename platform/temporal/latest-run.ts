import type { Client, WorkflowHandle } from '@temporalio/client';
import { ValueError } from '@temporalio/common';
import type { CollectionResult } from '../../contracts/collection.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import type { CountedMoney } from '../../contracts/settlement.js';
import { isOpen } from './open-status.js';

/** What Temporal tells of a collection's latest run. */
export interface LatestRun {
  readonly standing: 'running' | 'ended';
  /** The money the run has counted; undefined while it runs, when it was stopped before its end, or when no key reads it. */
  readonly counted: CountedMoney | undefined;
}

type Collection = () => Promise<CollectionResult>;

/** @throws WorkflowNotFoundError when Temporal knows none, or has forgotten it */
export async function latestRun(client: Client, workflowId: string): Promise<LatestRun> {
  const handle = client.workflow.getHandle<Collection>(workflowId);
  const { status, typedSearchAttributes: attributes } = await handle.describe();
  if (isOpen(status)) return { standing: 'running', counted: undefined };
  if (status.name !== 'COMPLETED') return { standing: 'ended', counted: undefined };
  const seen = attributes.get(keys.paymentIds) ?? [];
  const paid = attributes.get(keys.amountPaid);
  // One payment, and paid: nothing has to be decrypted to know that it was counted.
  if (attributes.get(keys.outcome) === 'paid' && seen.length === 1 && paid !== undefined)
    return { standing: 'ended', counted: { outcome: 'paid', paymentIds: seen, amount: paid } };
  const result = await readResult(handle);
  if (!result) return { standing: 'ended', counted: undefined };
  const { outcome, keptPaymentIds: paymentIds = [], amountPaid: amount, markedPaid } = result;
  return {
    standing: 'ended',
    counted: { outcome, paymentIds, amount, ...(markedPaid && { markedPaid }) },
  };
}

/** Undefined for one that cannot be read: asked again, it would not be either. */
async function readResult(handle: WorkflowHandle<Collection>): Promise<CollectionResult | undefined> {
  try {
    return await handle.result();
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}
