import '../support/quiet-runtime.js';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { workflowTypes } from '../../contracts/names.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { loadWorkflowBundle } from '../../worker/bundle.js';
import { committedFiles, fileOf, loadHistories, replayKeyRing } from './histories.js';
import { historyNames } from './history-names.js';

test('every path has its history, and every history its path', () => {
  expect([...committedFiles()].sort()).toEqual(historyNames.map(fileOf).sort());
});

test('every workflow has a history', () => {
  const types = loadHistories().map(
    ({ history }) => history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name,
  );
  expect([...new Set(types)].sort()).toEqual(Object.values(workflowTypes).sort());
});

// When a change of the workflows is meant and no open invoice must survive it, record the histories again:
// npx vitest run --config test/replay/record.config.ts
test('every committed history replays as it was recorded', async () => {
  const histories = loadHistories();
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
