import type { ActivityConnection, ActivityDependencies } from './dependencies.js';
import { failure } from './to-application-failure.js';

/** @throws UNKNOWN_CONNECTION */
export function connectionOf(dependencies: ActivityDependencies, name: string): ActivityConnection {
  const connection = dependencies.connection(name);
  if (connection === undefined) throw failure('UNKNOWN_CONNECTION', name);
  return connection;
}
