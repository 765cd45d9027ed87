import type { SearchAttributePair } from '@temporalio/common';
import { reconcileWorkflowId } from './ids.js';
import type { ReconcileInput } from './reconciliation.js';
import { searchAttributeKeys } from './search-attributes.js';

/** The part of Temporal's start options that the schedule and the client share. */
export interface ReconcileStart {
  readonly taskQueue: string;
  readonly workflowId: string;
  readonly args: [ReconcileInput];
  readonly typedSearchAttributes: SearchAttributePair[];
  readonly staticSummary: string;
  readonly priority: { readonly fairnessKey: string };
}

export function reconcileStart(input: ReconcileInput, taskQueue: string): ReconcileStart {
  const { connection } = input;
  return {
    taskQueue,
    workflowId: reconcileWorkflowId(connection),
    args: [input],
    typedSearchAttributes: [{ key: searchAttributeKeys.connection, value: connection }],
    staticSummary: `Reconciliation of ${connection}`,
    priority: { fairnessKey: connection },
  };
}
