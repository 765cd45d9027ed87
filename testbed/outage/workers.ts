import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Metrics } from '../../platform/telemetry/metrics.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { allSettled } from '../stage/all-settled.js';
import { createChild } from '../stage/child.js';
import type { Cleanup } from '../stage/cleanup.js';
import { writeConfigFile } from '../stage/config-file.js';
import type { Stage } from '../stage/stage.js';
import type { CallCounter } from './rate.js';

/**
 * Worker processes of one connection: the stage's own, which is this one, and further ones as `npm run worker` starts them.
 * @param count at least one
 * @returns what tells the calls of each
 */
export async function startWorkers(stage: Stage, count: number, cleanup: Cleanup): Promise<CallCounter[]> {
  const own = countedHere(stage.metrics);
  if (count === 1) return [own];
  const folder = mkdtempSync(path.join(tmpdir(), 'outage-'));
  cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  const configFile = path.join(folder, 'config.json');
  writeConfigFile(configFile, stage.config);
  const { address, namespace } = stage.server;
  const further = Array.from({ length: count - 1 }, async (_, index) => {
    const name = `worker-${String(index + 2)}`;
    const port = String(await findFreePort());
    const child = createChild({
      ...{ name, readyWords: 'worker is running', logFile: path.join(folder, `${name}.log`) },
      env: { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
      command: ['worker/main.ts', '--config', configFile, '--metrics-port', port],
    });
    cleanup.add(() => child.kill());
    await child.start();
    return countedAt(`http://127.0.0.1:${port}/metrics`);
  });
  return [own, ...(await allSettled(further))];
}

function countedHere({ providerCalls }: Metrics): CallCounter {
  return async (provider) => {
    const { values } = await providerCalls.get();
    return values
      .filter(({ labels }) => labels.provider === provider)
      .reduce((sum, { value }) => sum + value, 0);
  };
}

function countedAt(metricsUrl: string): CallCounter {
  return async (provider) => {
    const page = await (await fetch(metricsUrl)).text();
    return [...page.matchAll(/^payment_orchestrator_provider_calls_total\{(.*)\} (\d+)$/gm)]
      .filter(([, labels = '']) => labels.includes(`provider="${provider}"`))
      .reduce((sum, [, , calls]) => sum + Number(calls), 0);
  };
}
