import './quiet-runtime.js';
import type { ActivityConnection, ActivityLogger } from '../../activities/index.js';
import { wallClock } from '../../platform/clock.js';
import type { Config } from '../../platform/config/config.js';
import { connectWorker } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { createMetrics, type Metrics } from '../../platform/telemetry/metrics.js';
import type { CardVault } from '../../platform/vault/card-vault.js';
import { createInMemoryVault } from '../../platform/vault/in-memory-vault.js';
import { loadWorkflowBundle } from '../../worker/bundle.js';
import { openConnections } from '../../worker/connections.js';
import { createWorkers } from '../../worker/workers.js';

export interface WorkerOptions {
  /** Shared with whoever keeps cards in it; one of its own by default. */
  readonly vault?: CardVault;
  /** Nobody listens by default. */
  readonly logger?: ActivityLogger;
  readonly metrics?: Metrics;
  readonly maxCachedWorkflows?: number;
  /** A connection as this worker is to have it; as configured by default. */
  readonly adapt?: (known: ActivityConnection) => ActivityConnection;
}

/** A worker of the product in this process, which shares nothing with another one that it is not given. */
export interface RunningWorker {
  /** It takes on nothing more; what it has begun goes on. */
  stop(): void;
  /** Stops it, and waits for what it has begun. */
  close(): Promise<void>;
}

const nobody: ActivityLogger = { warn: () => undefined };

export async function startWorker(config: Config, options: WorkerOptions = {}): Promise<RunningWorker> {
  const { vault = createInMemoryVault(wallClock), logger = nobody, metrics = createMetrics() } = options;
  const { adapt = (known: ActivityConnection) => known, maxCachedWorkflows } = options;
  const { connection, namespace } = await connectWorker(config.temporal);
  const connections = openConnections(config, wallClock);
  const workers = await createWorkers({
    ...{ connection, namespace, dataConverter: createDataConverter(config.keyRing) },
    workflowBundle: await loadWorkflowBundle(),
    dependencies: {
      connection: (name) => {
        const known = connections.find(name);
        return known && adapt(known);
      },
      ...{ vault, logger, metrics, clock: wallClock, time: config.time },
    },
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
  });
  const running = workers.run();
  return {
    stop: () => workers.shutdown(),
    async close() {
      workers.shutdown();
      await running;
      await connections.close();
      await connection.close();
    },
  };
}
