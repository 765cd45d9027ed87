import type { Client } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';
import type { PaymentOrchestrator } from '../../client/index.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import type { End } from './audit.js';
import { watchOf, type Watch } from './away.js';
import type { InvoiceBooks } from './books.js';
import type { Breach } from './breach.js';
import type { Plan } from './plan.js';
import type { World } from './world.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const { EventType } = proto.temporal.api.enums.v1;

/** A promise that was not kept, with everything that is known of the invoice. */
export interface Violation extends Breach {
  /** Undefined when it is about several invoices. */
  readonly invoiceId?: string;
  readonly story?: Story;
}

export interface Story {
  readonly plan: Plan;
  readonly end: End;
  readonly books: InvoiceBooks;
  /** The client's view of the collection; the error's message when there is none. */
  readonly state: unknown;
  /** Each run's events, oldest run first. */
  readonly runs: readonly {
    readonly runId: string;
    readonly status: string;
    readonly events: readonly string[];
  }[];
}

/** What tells nothing of the invoice. */
const noise: ReadonlySet<string> = new Set([
  'WORKFLOW_TASK_SCHEDULED',
  'WORKFLOW_TASK_STARTED',
  'WORKFLOW_TASK_COMPLETED',
  'ACTIVITY_TASK_STARTED',
]);

/** Gathers everything about an invoice that the books and Temporal tell. */
export async function tellStory(
  { client, connection, orchestrator }: World,
  told: { readonly plan: Plan; readonly end: End; readonly books: InvoiceBooks },
): Promise<Story> {
  const { invoiceId } = told.books;
  const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
  const state = await orchestrator
    .getState({ connection, invoiceId })
    .catch((error: unknown) => String(error));
  const runs = (await readRuns(client, workflowId)).map(({ runId, status, events }) => ({
    ...{ runId, status },
    events: events.map(lineOf).filter((line) => line !== undefined),
  }));
  return { ...told, state, runs };
}

/** One line for the log: what a person is asked about this invoice, or why nobody can say. A line less costs no report. */
export async function whyHeld(
  {
    connection,
    orchestrator,
  }: Pick<World, 'connection'> & { orchestrator: Pick<PaymentOrchestrator, 'getState'> },
  invoiceId: string,
): Promise<string> {
  const why = await orchestrator.getState({ connection, invoiceId }).then(
    ({ held }) => `${held?.reason ?? ''}: ${held?.detail ?? ''}`,
    (error: unknown) => String(error),
  );
  return `${invoiceId} is held: ${why}`;
}

/** When the invoice's collection ran, and when its tasks were on their way. */
export async function readWatch({ client, connection }: World, invoiceId: string): Promise<Watch> {
  const runs = await readRuns(client, invoicePaymentWorkflowId(connection, invoiceId));
  return watchOf(runs.map(({ events }) => events));
}

interface Run {
  readonly runId: string;
  readonly status: string;
  readonly begun: number;
  readonly events: readonly HistoryEvent[];
}

/** Each run of a workflow with its history, oldest run first. */
async function readRuns(client: Client, workflowId: string): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const { events } = await client.workflow.getHandle(workflowId, run.runId).fetchHistory();
    const { runId, status, startTime } = run;
    runs.push({ runId, status: status.name, begun: startTime.getTime(), events: events ?? [] });
  }
  return runs.sort((a, b) => a.begun - b.begun);
}

function lineOf(event: HistoryEvent): string | undefined {
  const type = EventType[event.eventType ?? 0]?.replace(/^EVENT_TYPE_/, '') ?? 'UNKNOWN';
  if (noise.has(type)) return undefined;
  const detail =
    event.activityTaskScheduledEventAttributes?.activityType?.name ??
    event.workflowExecutionSignaledEventAttributes?.signalName ??
    event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name ??
    event.markerRecordedEventAttributes?.markerName ??
    event.activityTaskFailedEventAttributes?.failure?.applicationFailureInfo?.type ??
    event.workflowTaskFailedEventAttributes?.failure?.message ??
    event.workflowExecutionFailedEventAttributes?.failure?.message ??
    '';
  const seconds = Number(event.eventTime?.seconds ?? 0);
  return `${new Date(seconds * 1000).toISOString().slice(11, 19)} ${type} ${detail}`.trimEnd();
}
