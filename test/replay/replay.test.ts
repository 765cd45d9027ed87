import '../support/quiet-runtime.js';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { loadWorkflowBundle } from '../../worker/bundle.js';
import { loadHistories, replayKeyRing } from './histories.js';

const histories = loadHistories();

test('there is a history for every path', () => {
  expect(histories.length).toBeGreaterThanOrEqual(12);
});

// When a change of the workflows is meant and no open invoice must survive it, record the histories again:
// npx vitest run --config test/replay/record.config.ts
test('every committed history replays as it was recorded', async () => {
  const results = Worker.runReplayHistories(
    {
      workflowBundle: { code: (await loadWorkflowBundle()).code },
      dataConverter: createDataConverter(replayKeyRing),
    },
    histories.map(({ name, history }) => ({ workflowId: name, history })),
  );
  const failed: string[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of results) {
    replayed += 1;
    if (error) failed.push(`${workflowId}: ${error.message}`);
  }
  expect(failed).toEqual([]);
  expect(replayed).toBe(histories.length);
});
