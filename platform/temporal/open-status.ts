import type { WorkflowExecutionDescription } from '@temporalio/client';

/**
 * Whether a workflow is still to come to its end. One that somebody has paused takes what it is told, and goes on with it
 * when it may; the server answers no query for it meanwhile.
 */
export function isOpen({ name }: Pick<WorkflowExecutionDescription['status'], 'name'>): boolean {
  return name === 'RUNNING' || name === 'PAUSED';
}

/** The same as a part of a query of visibility. */
export const OPEN_STATUS = `ExecutionStatus IN ('Running', 'Paused')`;
