import { workflowInfo } from '@temporalio/workflow';

/**
 * False after continue-as-new and after a reset, which replays what the run it was cut from had seen: something may have
 * been done since that this run does not remember.
 */
export function isFirstRun(): boolean {
  const { runId, firstExecutionRunId } = workflowInfo();
  return runId === firstExecutionRunId;
}
