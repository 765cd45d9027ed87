import { activityInfo } from '@temporalio/activity';

/** The run (of Temporal) that this activity is done for; after a reset it is another one than has scheduled it. */
export function thisRun(): string {
  return activityInfo().workflowExecution?.runId ?? '';
}
