import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributeList } from '../../contracts/search-attributes.js';
import { registerOnTestServer, type SearchAttributeDefinition } from './search-attributes.js';
import { findServerBinary } from './server-binaries.js';

/**
 * A time-skipping test server of its own with its environment; one per test, because its clock leaps for
 * everyone at once. It has no list, count or schedules. End it with `teardown()`.
 */
export async function startTimeSkippingServer(
  options: { searchAttributes?: readonly SearchAttributeDefinition[]; log?: (line: string) => void } = {},
): Promise<TestWorkflowEnvironment> {
  const { path } = await findServerBinary(
    'temporal-test-server',
    options.log === undefined ? {} : { log: options.log },
  );
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await registerOnTestServer(
    environment.connection,
    environment.namespace ?? 'default',
    options.searchAttributes ?? searchAttributeList,
  );
  return environment;
}
