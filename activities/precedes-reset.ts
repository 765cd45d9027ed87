import { activityInfo } from '@temporalio/activity';
import proto from '@temporalio/proto';
import { withinDeadline } from './within-deadline.js';

const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;

/**
 * Temporal: whether an update of this run came before the run was reset, so that the part which was cut off may have acted on
 * it. A reset copies the updates that had come until its point, and admits the others anew; its own history alone tells that.
 */
export async function precedesReset(updateId: string): Promise<boolean> {
  const { workflowExecution } = activityInfo();
  if (!workflowExecution) throw new Error('An activity of a workflow knows its run');
  const { workflowId, runId } = workflowExecution;
  const { events } = await withinDeadline((client) =>
    client.workflow.getHandle(workflowId, runId).fetchHistory(),
  );
  let wasAccepted = false;
  for (const event of events ?? []) {
    const admitted = event.workflowExecutionUpdateAdmittedEventAttributes;
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    if (admitted?.request?.meta?.updateId === updateId) return true;
    if (accepted?.protocolInstanceId === updateId) wasAccepted = true;
    const cause = event.workflowTaskFailedEventAttributes?.cause;
    if (wasAccepted && cause === WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW)
      return true;
  }
  return false;
}
