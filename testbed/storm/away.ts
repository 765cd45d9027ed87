import proto, { type temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const { EventType: type } = proto.temporal.api.enums.v1;

/** Unix milliseconds; of real or of business time, as its holder says. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When a collection ran, and when one of its tasks was on its way; real time. What has not ended has no end. */
export interface Watch {
  readonly runs: readonly Span[];
  readonly tasks: readonly Span[];
}

/** What a storm did in real time: kills of worker or server until they were back, and reconciliations that came through. */
export interface Done {
  readonly kills: readonly Span[];
  readonly reconciliations: readonly Span[];
}

/** From reconciliation's end until what it found is in its collection's hands. */
const HAND_OVER_MS = 3_000;

/** @param histories of each run of the collection, oldest run first */
export function watchOf(histories: readonly (readonly HistoryEvent[])[]): Watch {
  return {
    runs: histories.map((events) => ({
      from: timeOf(events[0]),
      to: isClosed(events.at(-1)) ? timeOf(events.at(-1)) : Infinity,
    })),
    tasks: histories.flatMap(tasksOf),
  };
}

/**
 * When nobody could look after what was authorized at this time: a process was killed, a task that was on its way then had
 * not come back, or no run was there and no reconciliation had come by. Real time.
 */
export function awayFrom(authorizedAt: number, { runs, tasks }: Watch, done: Done): Span[] {
  const stalls = done.kills.flatMap((kill) => [
    kill,
    ...tasks
      .filter(({ from, to }) => from <= kill.to && to >= kill.from)
      .map(({ from, to }) => ({ from: Math.max(from, kill.from), to })),
  ]);
  const starts = [-Infinity, ...runs.map(({ to }) => to)];
  const gaps = starts.map((end, index) => {
    const from = Math.max(end, authorizedAt);
    const found = done.reconciliations.find((round) => round.from >= from);
    return {
      from,
      to: Math.min(runs[index]?.from ?? Infinity, found ? found.to + HAND_OVER_MS : Infinity),
    };
  });
  return [...stalls, ...gaps].filter(({ from, to }) => from < to);
}

/** Milliseconds of a span that none of the others cover. */
export function leftOf(whole: Span, others: readonly Span[]): number {
  let [left, at] = [0, whole.from];
  for (const { from, to } of [...others].sort((a, b) => a.from - b.from)) {
    left += Math.max(0, Math.min(from, whole.to) - at);
    at = Math.max(at, Math.min(to, whole.to));
  }
  return left + Math.max(0, whole.to - at);
}

/** A workflow task that timed out is still on its way, until one of its successors is completed. */
function tasksOf(events: readonly HistoryEvent[]): Span[] {
  const spans: Span[] = [];
  const open = new Map<string, number>();
  const close = (key: string, event: HistoryEvent): void => {
    const from = open.get(key);
    if (from !== undefined) spans.push({ from, to: timeOf(event) });
    open.delete(key);
  };
  for (const event of events) {
    if (event.eventType === type.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)
      open.set('workflow', open.get('workflow') ?? timeOf(event));
    else if (event.eventType === type.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) close('workflow', event);
    else if (event.eventType === type.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
      open.set(String(event.eventId), timeOf(event));
    else close(String(scheduledOf(event)), event);
  }
  return [...spans, ...[...open.values()].map((from) => ({ from, to: Infinity }))];
}

/** Which activity it closes. */
function scheduledOf(event: HistoryEvent): unknown {
  const closing =
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes;
  return closing?.scheduledEventId;
}

const closings: readonly unknown[] = [
  type.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
  type.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
  type.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
  type.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
  type.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
  type.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
];

function isClosed(event: HistoryEvent | undefined): boolean {
  return closings.includes(event?.eventType);
}

function timeOf(event: HistoryEvent | undefined): number {
  const { seconds, nanos } = event?.eventTime ?? {};
  return Number(seconds ?? 0) * 1_000 + (nanos ?? 0) / 1_000_000;
}
