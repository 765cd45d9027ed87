import { getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

/** Longer than this a server that is there does not take. */
const DEADLINE_MS = 10_000;

/**
 * Calls of the worker's own Temporal client, all of one activity within one deadline. It counts from here, by the machine's
 * clock as gRPC does, and not from when the try was scheduled: the queue is limited, and may let a try wait for longer.
 */
export function withinDeadline<T>(
  call: (client: Client) => Promise<T>,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const client = getClient();
  return client.withDeadline(new Date(Date.now() + deadlineMs), () => call(client));
}
