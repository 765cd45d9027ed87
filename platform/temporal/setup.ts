import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { taskQueues } from '../../contracts/names.js';
import { searchAttributeList } from '../../contracts/search-attributes.js';
import { registerSearchAttributes } from './search-attributes.js';

/** Tasks per second that one connection (one fairness key) gets of each queue. */
export interface QueueLimits {
  razorpay: number;
  togai: number;
  /** The queue of the steps that need both providers. */
  both: number;
}

/** What {@link setUpTemporal} did. */
export interface TemporalSetup {
  /** Search attributes that were missing. */
  addedSearchAttributes: string[];
  /** Limit per fairness key now in force, read back from the server; tasks per second. */
  limits: QueueLimits;
}

const ACTIVITY_QUEUE = proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY;

type SetupConnection = Pick<Connection, 'workflowService' | 'operatorService'>;

async function limitQueue(
  connection: SetupConnection,
  namespace: string,
  taskQueue: string,
  requestsPerSecond: number,
): Promise<number> {
  const answer = await connection.workflowService.updateTaskQueueConfig({
    namespace,
    taskQueue,
    taskQueueType: ACTIVITY_QUEUE,
    identity: 'setup-temporal',
    updateFairnessKeyRateLimitDefault: {
      rateLimit: { requestsPerSecond },
      reason: 'calls per second that the provider allows one connection',
    },
  });
  return answer.config?.fairnessKeysRateLimitDefault?.rateLimit?.requestsPerSecond ?? 0;
}

/**
 * Prepares a namespace: registers the search attributes and limits the activity queues of both providers per
 * connection. Doing it again changes nothing but the limits. A burst of about one second's worth passes at
 * once; beyond it the limit holds. The server must run with the settings of limitingServerSettings (dev-server.ts).
 * @throws SearchAttributeTypeConflictError
 */
export async function setUpTemporal(
  connection: SetupConnection,
  namespace: string,
  settings: { limits: QueueLimits },
): Promise<TemporalSetup> {
  const addedSearchAttributes = await registerSearchAttributes(connection, namespace, searchAttributeList);
  const { limits } = settings;
  return {
    addedSearchAttributes,
    limits: {
      razorpay: await limitQueue(connection, namespace, taskQueues.razorpay, limits.razorpay),
      togai: await limitQueue(connection, namespace, taskQueues.togai, limits.togai),
      both: await limitQueue(connection, namespace, taskQueues.both, limits.both),
    },
  };
}
