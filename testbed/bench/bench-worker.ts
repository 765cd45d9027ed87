import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { failureConverterPath } from '../../platform/temporal/data-converter.js';
import type { Stage } from '../stage/stage.js';
import { benchQueue } from './messages.js';
import { createNaiveActivities } from './naive-activities.js';

const workflowsPath = fileURLToPath(new URL('./workflows.ts', import.meta.url));

/** Floor's and naive's worker: the product's data converter and the SDK's defaults. */
export async function startBenchWorker(stage: Stage): Promise<{ stop(): Promise<void> }> {
  const ignore = (): void => undefined;
  const workflowBundle = await bundleWorkflowCode({
    ...{ workflowsPath, failureConverterPath },
    logger: { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  const worker = await Worker.create({
    ...{ workflowBundle, taskQueue: benchQueue, dataConverter: stage.dataConverter },
    connection: stage.workerConnection,
    namespace: stage.server.namespace,
    activities: createNaiveActivities(stage.providers),
  });
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
}
