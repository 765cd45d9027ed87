import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection } from '@temporalio/worker';
import { createActivities, type ActivityDependencies } from '../activities/index.js';
import { taskQueues } from '../contracts/names.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import { countOutcomes } from './count-outcomes.js';

/** Longer than the HTTP client's 10 s: a write under way is let finish, since aborting it makes its outcome unknown. */
const SHUTDOWN_GRACE = '20 seconds';

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly dataConverter: DataConverter;
  readonly workflowBundle: { readonly code: string };
  readonly dependencies: ActivityDependencies;
  readonly metrics?: Metrics;
  /** Cached workflows; a small cache makes every task a replay, which tests use. */
  readonly maxCachedWorkflows?: number;
}

/** The workers of one process: workflows with their local reads, and one for each rate-limited queue. */
export interface Workers {
  /** Resolves after `shutdown`, rejects when a worker fails. */
  run(): Promise<void>;
  shutdown(): void;
  /** Every one of them polls. */
  areRunning(): boolean;
}

export async function createWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, namespace, dataConverter, maxCachedWorkflows, metrics } = options;
  const activities = createActivities(options.dependencies);
  const common = {
    ...{ connection, namespace, dataConverter, activities, shutdownGraceTime: SHUTDOWN_GRACE },
    interceptors: { activity: metrics ? [countOutcomes(metrics)] : [] },
  };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: taskQueues.workflows,
      workflowBundle: { code: options.workflowBundle.code },
      // Local activities only: every other call belongs on its provider's queue.
      enableNonLocalActivities: false,
      ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    }),
    Worker.create({ ...common, taskQueue: taskQueues.razorpay }),
    Worker.create({ ...common, taskQueue: taskQueues.togai }),
    Worker.create({ ...common, taskQueue: taskQueues.both }),
  ]);
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    shutdown,
    areRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    run: async () => {
      try {
        await Promise.all(workers.map((worker) => worker.run()));
      } finally {
        // One that failed takes the others along: half a process would collect half an invoice.
        shutdown();
      }
    },
  };
}
