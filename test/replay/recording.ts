import { afterAll, beforeAll } from 'vitest';
import type { Policy } from '../../contracts/policy.js';
import { hint, outcomeOf, useStage, type Billed } from '../flows/support/shop.js';
import type { Stage, StageOptions } from '../support/stage.js';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import { replayKeyRing, saveHistory } from './histories.js';
import type { HistoryName } from './history-names.js';

/** A stage whose histories anybody with this checkout can replay. */
export function useRecordedStage(options: StageOptions = {}): () => Stage {
  return useStage({ ...options, keyRing: replayKeyRing });
}

/** The same where business time leaps. */
export function useRecordedLeapingStage(policy: Partial<Policy> = {}): () => LeapingStage {
  let stage: LeapingStage | undefined;
  beforeAll(async () => {
    stage = await setLeapingStage(policy, replayKeyRing);
  });
  afterAll(() => stage?.close());
  return () => {
    if (!stage) throw new Error('The stage is set before the first test');
    return stage;
  };
}

/** Writes down the history of a workflow: of its latest run, unless another is named. */
export async function record(
  { client }: Stage,
  name: HistoryName,
  workflowId: string,
  runId?: string,
): Promise<void> {
  saveHistory(name, await client.workflow.getHandle(workflowId, runId).fetchHistory());
}

/** A collection as it stands. */
export function recordCollection(stage: Stage, name: HistoryName, invoice: Billed): Promise<void> {
  return record(stage, name, workflowIdOf(invoice));
}

/** A collection that ends when it looks again. */
export async function recordEnd(stage: Stage, name: HistoryName, invoice: Billed): Promise<void> {
  await hint(stage, invoice);
  await outcomeOf(stage, invoice);
  await recordCollection(stage, name, invoice);
}
