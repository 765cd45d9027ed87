import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Hint } from '../contracts/collection.js';
import { hintSignal } from '../contracts/messages.js';

/** `closed`: the workflow ended already. `unknown`: none was ever started, or it is forgotten. */
export type HintResult = 'sent' | 'closed' | 'unknown';

/** Whether a workflow of this id exists, running or not. */
export async function workflowExists(client: Client, workflowId: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Signals a running workflow to look. Never starts one. */
export async function signalHint(client: Client, workflowId: string, hint: Hint): Promise<HintResult> {
  try {
    await client.workflow.getHandle(workflowId).signal(hintSignal, hint);
    return 'sent';
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    // The server says "not found" for a closed workflow as well.
    return (await workflowExists(client, workflowId)) ? 'closed' : 'unknown';
  }
}
