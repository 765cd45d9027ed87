import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';

/** Signals a workflow that runs. @returns false when none of this id does */
export async function signalRunning<T>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<[T]>,
  word: T,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, word);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
