import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { DefaultLogger, Runtime, type NativeConnection } from '@temporalio/worker';
import type { ActivityConnection } from '../../activities/index.js';
import { PaymentOrchestrator } from '../../client/index.js';
import { wallClock } from '../../platform/clock.js';
import type { Config } from '../../platform/config/config.js';
import { connectTemporal, connectWorker } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { setUpTemporal, type QueueLimits } from '../../platform/temporal/setup.js';
import { createLogger } from '../../platform/telemetry/logger.js';
import { createMetrics, type Metrics } from '../../platform/telemetry/metrics.js';
import { createInMemoryVault } from '../../platform/vault/in-memory-vault.js';
import { loadWorkflowBundle } from '../../worker/bundle.js';
import { openConnections } from '../../worker/connections.js';
import { createWorkers } from '../../worker/workers.js';
import type { Cleanup } from './cleanup.js';

/** The product's worker and client library in this process, sharing one in-memory vault. */
export interface Product {
  readonly client: Client;
  readonly orchestrator: PaymentOrchestrator;
  readonly metrics: Metrics;
  readonly dataConverter: DataConverter;
  readonly workerConnection: NativeConnection;
  connection(name: string): ActivityConnection | undefined;
}

export interface ProductOptions {
  readonly config: Config;
  readonly limits: QueueLimits;
  /** Told when a worker fails; the stage is of no use then. */
  readonly onFailure: (error: unknown) => void;
}

/** Prepares the namespace and starts worker and client. */
export async function startProduct(options: ProductOptions, cleanup: Cleanup): Promise<Product> {
  const { config, limits, onFailure } = options;
  const dataConverter = createDataConverter(config.keyRing);
  const { client, connection, namespace } = await connectTemporal({ ...config.temporal, dataConverter });
  cleanup.add(() => connection.close());
  await setUpTemporal(connection, namespace, { limits });

  const metrics = createMetrics();
  const connections = openConnections(config, wallClock, metrics);
  cleanup.add(() => connections.close());
  const vault = createInMemoryVault(wallClock);
  // The SDK's own progress would bury ours; shutting down is the stage's business.
  // Its core would write to standard output by itself, where `--json` promises one document.
  Runtime.install({
    ...{ logger: new DefaultLogger('ERROR'), shutdownSignals: [] },
    telemetryOptions: { logging: { forward: {} } },
  });
  const native = await connectWorker(config.temporal);
  cleanup.add(() => native.connection.close());
  const workers = await createWorkers({
    ...{ connection: native.connection, namespace, dataConverter, metrics },
    workflowBundle: await loadWorkflowBundle(),
    dependencies: {
      connection: (name) => connections.find(name),
      ...{ vault, time: config.time, clock: wallClock, metrics },
      logger: createLogger({ name: 'worker', level: 'error' }),
    },
  });
  const running = workers.run().catch(onFailure);
  cleanup.add(() => {
    workers.shutdown();
    return running;
  });
  return {
    ...{ client, metrics, dataConverter, workerConnection: native.connection },
    orchestrator: new PaymentOrchestrator({ client, vault, ...(config.time && { time: config.time }) }),
    connection: (name) => connections.find(name),
  };
}
