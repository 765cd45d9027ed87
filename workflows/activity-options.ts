import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ActivityInterfaceFor, LocalActivityInterfaceFor } from '@temporalio/workflow/lib/workflow.js';
import type { Activities } from '../contracts/activities.js';
import { taskQueues } from '../contracts/names.js';

/** The activities of one connection, each with its own queue, timeouts and retries. */
export interface ConnectionActivities {
  /** Togai, reads and writes: every write reads first, so all may be tried again. */
  readonly togai: ActivityInterfaceFor<Activities>;
  /** Razorpay: reads, and writes that adopt what an earlier try made. */
  readonly razorpay: ActivityInterfaceFor<Activities>;
  /** Razorpay, writes that nothing protects from being done twice: tried once, and the workflow decides. */
  readonly razorpayOnce: ActivityInterfaceFor<Activities>;
  /** Reads that may run inside a workflow task. */
  readonly local: LocalActivityInterfaceFor<Activities>;
}

/** Above the HTTP client's 10 s, so that an answer or its timeout is reported; a killed worker's try waits this out. */
const START_TO_CLOSE = '15 seconds';

/** An outage of a provider is waited out, at most a minute between tries; the queue's rate limit prevents a stampede. */
const UNTIL_IT_WORKS = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
} as const;

/** The connection is the fairness key: the queues limit calls per connection, over all workers. */
export function activitiesOf(connection: string): ConnectionActivities {
  const common = {
    startToCloseTimeout: START_TO_CLOSE,
    priority: { fairnessKey: connection },
    // Eager dispatch would bypass the queue's rate limit.
    allowEagerDispatch: false,
  } as const;
  return {
    togai: proxyActivities<Activities>({ ...common, taskQueue: taskQueues.togai, retry: UNTIL_IT_WORKS }),
    razorpay: proxyActivities<Activities>({
      ...common,
      taskQueue: taskQueues.razorpay,
      retry: UNTIL_IT_WORKS,
    }),
    razorpayOnce: proxyActivities<Activities>({
      ...common,
      taskQueue: taskQueues.razorpay,
      retry: { maximumAttempts: 1 },
    }),
    // A slow local read blocks updates and queries: one second, then the regular queue.
    local: proxyLocalActivities<Activities>({
      startToCloseTimeout: '1 second',
      retry: { maximumAttempts: 1 },
    }),
  };
}
