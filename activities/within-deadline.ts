import { activityInfo, getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

/** Longer than this a server that is there does not take. */
const DEADLINE_MS = 10_000;

/** Calls of the worker's own Temporal client, all of one activity within one deadline. */
export function withinDeadline<T>(call: (client: Client) => Promise<T>): Promise<T> {
  const client = getClient();
  const deadline = activityInfo().currentAttemptScheduledTimestampMs + DEADLINE_MS;
  return client.withDeadline(new Date(deadline), () => call(client));
}
