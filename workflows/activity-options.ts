import type { RetryPolicy } from '@temporalio/common';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ActivityInterfaceFor, LocalActivityInterfaceFor } from '@temporalio/workflow/lib/workflow.js';
import type { Activities } from '../contracts/activities.js';
import type { ErrorCode } from '../contracts/errors.js';
import { taskQueues } from '../contracts/names.js';

/** The activities of one connection, each with its own queue, timeouts and retries. */
export interface ConnectionActivities {
  /** Togai, reads and writes: every write reads first, so all may be tried again. */
  readonly togai: ActivityInterfaceFor<Activities>;
  /** Razorpay: reads, and writes that adopt what an earlier try made. */
  readonly razorpay: ActivityInterfaceFor<Activities>;
  /** Razorpay, writes that nothing protects from being done twice: tried once, and the workflow decides. */
  readonly razorpayOnce: ActivityInterfaceFor<Activities>;
  /** Steps that need both providers, on the queue that is limited for both. */
  readonly both: ActivityInterfaceFor<Activities>;
  readonly bothOnce: ActivityInterfaceFor<Activities>;
  /** Reads that may run inside a workflow task. */
  readonly local: LocalActivityInterfaceFor<Activities>;
}

/** Above the HTTP client's 10 s, so that an answer or its timeout is reported; a killed worker's try waits this out. */
const START_TO_CLOSE = '15 seconds';

/** A slow local read blocks updates and queries: one second, then the regular queue. */
const LOCAL_START_TO_CLOSE = '1 second';

/**
 * An outage of a provider is waited out, at most a minute between tries. The queue's rate limit prevents a stampede, as does
 * the jitter that a provider's failure brings along (activities/to-application-failure.ts, on this very curve).
 */
const UNTIL_IT_WORKS = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
} as const;

const ONCE = { maximumAttempts: 1 } as const;

/**
 * The connection is the fairness key: the queues limit calls per connection, over all workers.
 * @param leaving failures that are not waited out, although another try might help
 */
export function activitiesOf(connection: string, leaving: readonly ErrorCode[] = []): ConnectionActivities {
  const untilItWorks = { ...UNTIL_IT_WORKS, nonRetryableErrorTypes: [...leaving] };
  const on = (
    taskQueue: (typeof taskQueues)[keyof typeof taskQueues],
    retry: RetryPolicy,
    priorityKey = 3,
  ): ActivityInterfaceFor<Activities> =>
    proxyActivities<Activities>({
      taskQueue,
      retry,
      startToCloseTimeout: START_TO_CLOSE,
      priority: { fairnessKey: connection, priorityKey },
      // Eager dispatch would bypass the queue's rate limit.
      allowEagerDispatch: false,
    });
  return {
    togai: on(taskQueues.togai, untilItWorks),
    razorpay: on(taskQueues.razorpay, untilItWorks),
    razorpayOnce: on(taskQueues.razorpay, ONCE),
    both: on(taskQueues.both, untilItWorks),
    // A customer at a checkout waits for it; an import of accounts does not.
    bothOnce: on(taskQueues.both, ONCE, 1),
    local: proxyLocalActivities<Activities>({ startToCloseTimeout: LOCAL_START_TO_CLOSE, retry: ONCE }),
  };
}
