import type { Client } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const { EventType, WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;

/** What a collection left in Temporal, over all its runs. */
export interface Trail {
  /** Events of its longest run. */
  readonly longest: number;
  readonly signals: number;
  /** Why workflow tasks failed, without those that the server cuts off because a signal came in between. */
  readonly failedTasks: readonly string[];
}

/** Follows a collection from its first run to its last. */
export async function readTrail(client: Client, workflowId: string): Promise<Trail> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  let runId: string | null | undefined = raw.workflowExecutionInfo?.firstRunId;
  let [longest, signals] = [0, 0];
  const failedTasks: string[] = [];
  while (runId) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const run: readonly HistoryEvent[] = events ?? [];
    longest = Math.max(longest, run.length);
    for (const event of run) {
      if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED) signals += 1;
      const cause = event.workflowTaskFailedEventAttributes?.cause;
      if (cause != null && cause !== WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
        failedTasks.push(WorkflowTaskFailedCause[cause]);
    }
    runId = run.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return { longest, signals, failedTasks };
}
