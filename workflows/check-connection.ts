import type { ConnectionReport } from '../contracts/connection-check.js';
import { activitiesOf } from './activity-options.js';

/** Tries a connection's key and token, for the client library; the credentials stay with the worker. */
export async function checkConnection({
  connection,
}: {
  readonly connection: string;
}): Promise<ConnectionReport> {
  return activitiesOf(connection).bothOnce.checkConnection.executeWithOptions(
    { summary: `try key and token of ${connection}` },
    [{ connection }],
  );
}
