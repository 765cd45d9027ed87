import { expect, it } from 'vitest';
import { searchAttributeKeys } from '../../contracts/search-attributes.js';
import { startTimeSkippingServer } from '../../platform/temporal/time-skipping.js';

it('leaps over thirty days and knows our search attributes', async () => {
  const environment = await startTimeSkippingServer();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 24 * 3_600_000);
    const handle = await environment.client.workflow.start('anything', {
      workflowId: 'w',
      taskQueue: 'nobody',
      typedSearchAttributes: [{ key: searchAttributeKeys.state, value: 'held' }],
    });
    expect((await handle.describe()).typedSearchAttributes.get(searchAttributeKeys.state)).toBe('held');
  } finally {
    await environment.teardown();
  }
});
