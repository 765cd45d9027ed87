import {
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleOverlapPolicy,
  type Connection,
  type ScheduleOptions,
} from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { reconcileScheduleId } from '../../contracts/ids.js';
import { taskQueues, workflowTypes } from '../../contracts/names.js';
import { reconcileStart } from '../../contracts/reconcile-start.js';

/**
 * Often enough to find what no webhook told well before an authorization lapses (5 days at most, 12 minutes at least, which
 * the collection's own polls look after); seldom enough that 11 days' lists are a small part of a provider's limit.
 */
const EVERY = '1 hour';

/** Connections need not all ask at once. */
const JITTER = '10 minutes';

/** After an outage the last hour's run is made up for; older ones would read the same again. */
const CATCH_UP = '1 hour';

/**
 * While one runs the next are skipped, so one that can never go on would be the last. An outage of a provider is waited out
 * within this time; what is ended here has changed nothing, and the next reads it all again.
 */
const ENDS_AFTER = '12 hours';

/**
 * One schedule for each connection, whose reconciliations do not overlap: one that takes longer than an hour lets the next be
 * skipped, and one that takes twelve is ended. Doing it again brings the schedules up to date and leaves a paused one paused.
 * @param dataConverter the worker's: the schedule keeps the start argument encrypted
 * @returns ids of the schedules
 */
export async function scheduleReconciliations(
  connection: Connection,
  namespace: string,
  settings: { readonly connections: readonly string[]; readonly dataConverter: DataConverter },
): Promise<string[]> {
  const client = new ScheduleClient({ connection, namespace, dataConverter: settings.dataConverter });
  const ids: string[] = [];
  for (const name of settings.connections) {
    const scheduleId = reconcileScheduleId(name);
    const wanted = wantedFor(name);
    try {
      await client.create({ scheduleId, ...wanted });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }));
    }
    ids.push(scheduleId);
  }
  return ids;
}

function wantedFor(name: string): Required<Pick<ScheduleOptions, 'spec' | 'policies' | 'action'>> {
  const { taskQueue, workflowId, args, typedSearchAttributes, staticSummary } = reconcileStart(
    { connection: name, time: undefined, carried: undefined },
    taskQueues.workflows,
  );
  return {
    spec: { intervals: [{ every: EVERY }], jitter: JITTER },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes.reconcile,
      workflowExecutionTimeout: ENDS_AFTER,
      ...{ taskQueue, workflowId, args, typedSearchAttributes, staticSummary },
    },
  };
}
