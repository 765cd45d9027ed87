import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { checkCredentials } from '../providers/check-credentials.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/** Tries key and token with the cheapest read of each; what fails is told, not thrown. */
export function checkConnection(dependencies: ActivityDependencies): Activities['checkConnection'] {
  return ({ connection }) => checkCredentials(connectionOf(dependencies, connection), cancellationSignal());
}
