import type { Client } from '@temporalio/client';
import type { ConnectionReport } from '../contracts/connection-check.js';
import { checkConnectionWorkflowId } from '../contracts/ids.js';
import { workflowTypes } from '../contracts/names.js';

type CheckConnection = (input: { readonly connection: string }) => Promise<ConnectionReport>;

/**
 * Tries key and token from a worker, which has them. Without a worker it is given up after `timeoutMs`, and does not run when
 * somebody starts one a day later. @throws whatever Temporal's client throws
 */
export function runCheck(
  client: Client,
  taskQueue: string,
  connection: string,
  timeoutMs: number,
): Promise<ConnectionReport> {
  return client.workflow.execute<CheckConnection>(workflowTypes.checkConnection, {
    taskQueue,
    workflowId: checkConnectionWorkflowId(connection),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowExecutionTimeout: timeoutMs,
    args: [{ connection }],
  });
}
