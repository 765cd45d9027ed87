import type { Client } from '@temporalio/client';
import type { CollectionResult } from '../../contracts/collection.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';

/** What Temporal tells of a collection's latest run. */
export interface LatestRun {
  readonly standing: 'running' | 'ended';
  /** Payments whose money the run has counted; none while it runs, or when it was stopped before its end. */
  readonly counted: readonly string[];
}

/** @throws WorkflowNotFoundError when Temporal knows none, or has forgotten it */
export async function latestRun(client: Client, workflowId: string): Promise<LatestRun> {
  const handle = client.workflow.getHandle<() => Promise<CollectionResult>>(workflowId);
  const { status, typedSearchAttributes: attributes } = await handle.describe();
  if (status.name === 'RUNNING') return { standing: 'running', counted: [] };
  if (status.name !== 'COMPLETED') return { standing: 'ended', counted: [] };
  const seen = attributes.get(keys.paymentIds) ?? [];
  // One payment, and paid: nothing has to be decrypted to know that it was counted.
  if (attributes.get(keys.outcome) === 'paid' && seen.length === 1)
    return { standing: 'ended', counted: seen };
  return { standing: 'ended', counted: (await handle.result()).keptPaymentIds ?? [] };
}
