import type {
  ReconcileInput,
  ReconciliationPart,
  ReconciliationReach,
  ReconciliationReport,
} from '../../../contracts/reconciliation.js';
import { reconcileStart } from '../../../contracts/reconcile-start.js';
import type { BusinessTime } from '../../../contracts/collection.js';
import { taskQueues, workflowTypes } from '../../../contracts/names.js';
import type { Stage } from '../../support/stage.js';
import type { Billed } from './shop.js';

type Reconcile = (input: ReconcileInput) => Promise<ReconciliationReport>;

/** A reconciliation as the schedule starts it, but with a reach or at a time that a test chooses. */
export async function reconcileWith(
  { client, connection }: Stage,
  input: { readonly reach?: ReconciliationReach; readonly time?: BusinessTime; readonly id?: string },
): Promise<{ readonly report: ReconciliationReport; readonly workflowId: string; readonly runId: string }> {
  const { time, reach, id = 'test' } = input;
  const start = reconcileStart(
    { connection, time, carried: undefined, ...(reach && { reach }) },
    taskQueues.workflows,
  );
  const workflowId = `${start.workflowId}-${id}`;
  const handle = await client.workflow.start<Reconcile>(workflowTypes.reconcile, { ...start, workflowId });
  return { report: await handle.result(), workflowId, runId: handle.firstExecutionRunId };
}

/** As if so much later, in milliseconds; the collections themselves keep their own time. */
export function later(ms: number, timeScale = 2): BusinessTime {
  return { startMs: Date.now() - ms / (timeScale - 1), timeScale };
}

/** Everything done, over all parts: what was only listed is left out. */
export function deedsOf({ parts }: ReconciliationReport): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { done } of Object.values(parts))
    for (const [deed, count] of Object.entries(done))
      if (deed !== 'listed' && count > 0) sums[deed] = (sums[deed] ?? 0) + count;
  return sums;
}

/** What was found of one invoice beside that it is held: part, finding, deed. */
export function findingsOf(
  { parts }: ReconciliationReport,
  { invoiceId }: Pick<Billed, 'invoiceId'>,
): string[] {
  return (Object.keys(parts) as ReconciliationPart[]).flatMap((part) =>
    parts[part].findings
      .filter((finding) => finding.invoiceId === invoiceId && part !== 'held')
      .map(({ found, done }) => `${part}: ${found}, ${done}`),
  );
}
