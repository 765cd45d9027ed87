import type { SearchAttributePair } from '@temporalio/common';
import type { ConnectionHoldInput } from './connection-hold.js';
import { connectionHoldWorkflowId } from './ids.js';
import { searchAttributeKeys } from './search-attributes.js';

/** The part of Temporal's start options that does not depend on who reports a refusal. */
export interface ConnectionHoldStart {
  readonly taskQueue: string;
  readonly workflowId: string;
  readonly workflowIdReusePolicy: 'ALLOW_DUPLICATE';
  readonly args: [ConnectionHoldInput];
  readonly typedSearchAttributes: SearchAttributePair[];
  readonly staticSummary: string;
  readonly priority: { readonly fairnessKey: string };
}

/** One hold of a connection at a time. It is held from its first moment, before any workflow task. */
export function connectionHoldStart(
  { connection, time, refusal }: Omit<ConnectionHoldInput, 'carried'>,
  taskQueue: string,
): ConnectionHoldStart {
  return {
    taskQueue,
    workflowId: connectionHoldWorkflowId(connection),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [{ connection, time, refusal, carried: undefined }],
    typedSearchAttributes: [
      { key: searchAttributeKeys.connection, value: connection },
      { key: searchAttributeKeys.state, value: 'held' },
      { key: searchAttributeKeys.heldReason, value: refusal.reason },
    ],
    staticSummary: `Connection ${connection} is held`,
    priority: { fairnessKey: connection },
  };
}
