import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { invoicePaymentWorkflowId } from '../../../contracts/ids.js';
import type { InvoiceRequest } from '../../../contracts/requests.js';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

export function workflowIdOf({ connection, invoiceId }: InvoiceRequest): string {
  return invoicePaymentWorkflowId(connection, invoiceId);
}

/** The Temporal UI's Terminate button. */
export async function terminate(
  { client }: { readonly client: Client },
  invoice: InvoiceRequest,
): Promise<void> {
  await client.workflow.getHandle(workflowIdOf(invoice)).terminate('test');
}

/** Events of one run; of the latest without a run id. */
export async function eventsOf(client: Client, workflowId: string, runId?: string): Promise<HistoryEvent[]> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return history.events ?? [];
}

/** The end of a workflow task: what a run can be reset to. */
export function completedTask({ workflowTaskCompletedEventAttributes: completed }: HistoryEvent): boolean {
  return Boolean(completed);
}

/** The first task behind the last step of this name: what a run can be reset to, so that Temporal does that step again. */
export function taskBehind(events: readonly HistoryEvent[], activity: string): HistoryEvent | undefined {
  return events.slice(events.findLastIndex((event) => activityOf(event) === activity)).find(completedTask);
}

/** The name of the step that was scheduled. */
export function activityOf({
  activityTaskScheduledEventAttributes: scheduled,
}: HistoryEvent): string | undefined {
  return scheduled?.activityType?.name ?? undefined;
}

/** The histories of a run and of all it continued as, oldest first. */
export async function chainOf(
  client: Client,
  workflowId: string,
  firstRunId: string,
): Promise<HistoryEvent[][]> {
  const chain: HistoryEvent[][] = [];
  let runId: string | null | undefined = firstRunId;
  while (runId) {
    const events: HistoryEvent[] = await eventsOf(client, workflowId, runId);
    chain.push(events);
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return chain;
}

export async function runIdOf(client: Client, workflowId: string): Promise<string> {
  return (await client.workflow.getHandle(workflowId).describe()).runId;
}

/** The Temporal UI's Reset button: begins again after the workflow task that `event` completed. */
export async function resetTo(
  client: Client,
  workflowId: string,
  runId: string,
  event: HistoryEvent,
): Promise<void> {
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: event.eventId ?? null,
  });
}

/** The same of its present run. @throws Error when it has no such task */
export async function resetPresent(
  { client }: { readonly client: Client },
  invoice: InvoiceRequest,
  event: HistoryEvent | undefined,
): Promise<void> {
  if (!event) throw new Error('It has no such task');
  const workflowId = workflowIdOf(invoice);
  await resetTo(client, workflowId, await runIdOf(client, workflowId), event);
}
