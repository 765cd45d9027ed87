import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ConnectionHoldView } from '../contracts/connection-hold.js';
import { connectionHoldWorkflowId } from '../contracts/ids.js';
import { connectionHoldQuery, releaseSignal } from '../contracts/messages.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';
import { isOpen } from '../platform/temporal/open-status.js';
import { signalRunning } from '../platform/temporal/signal-running.js';

/**
 * The hold of a connection; undefined when there is none. One that somebody has paused holds as ever, and answers no more
 * than one without a worker.
 * @throws TEMPORAL_UNAVAILABLE while it is paused @throws whatever Temporal's client throws
 */
export async function readHold(client: Client, connection: string): Promise<ConnectionHoldView | undefined> {
  const handle = client.workflow.getHandle(connectionHoldWorkflowId(connection));
  try {
    // A hold that was terminated would still answer that it holds.
    const { status } = await handle.describe();
    if (status.name === 'PAUSED')
      throw new PaymentOrchestratorError(
        'TEMPORAL_UNAVAILABLE',
        {},
        { message: 'The hold is paused in Temporal' },
      );
    return isOpen(status) ? await handle.query(connectionHoldQuery) : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** @returns false when the connection is not held @throws whatever Temporal's client throws */
export function release(client: Client, connection: string, reason: string): Promise<boolean> {
  return signalRunning(client, connectionHoldWorkflowId(connection), releaseSignal, { reason });
}
