import { Command } from 'commander';
import type { Logger } from 'pino';
import { Runtime } from '@temporalio/worker';
import { wallClock } from '../platform/clock.js';
import { ConfigError } from '../platform/config/config-error.js';
import { loadConfig } from '../platform/config/load-config.js';
import { connectWorker } from '../platform/temporal/connect.js';
import { createDataConverter } from '../platform/temporal/data-converter.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { createMetrics } from '../platform/telemetry/metrics.js';
import { createInMemoryVault } from '../platform/vault/in-memory-vault.js';
import { loadWorkflowBundle } from './bundle.js';
import { openConnections } from './connections.js';
import { serveMetrics } from './serve-metrics.js';
import { createWorkers } from './workers.js';

interface Options {
  readonly config?: string;
  readonly metricsPort?: string;
}

const command = new Command('worker')
  .description(
    'Runs the workflows and the calls to Razorpay and Togai until SIGTERM or SIGINT; then lets calls finish.',
  )
  .option('--config <file>', 'YAML configuration (default: PAYMENT_ORCHESTRATOR_CONFIG)')
  .option('--metrics-port <port>', 'serve /metrics and /healthz on this port of 127.0.0.1')
  .addHelpText(
    'after',
    '\nTEMPORAL_ADDRESS and the other TEMPORAL_* variables name the server. See config.example.yaml.',
  );

await run(command.parse().opts<Options>());

async function run(options: Options): Promise<void> {
  const logger = createLogger({ name: 'worker' });
  const cleanup: (() => Promise<void>)[] = [];
  try {
    await work(options, logger, (close) => cleanup.unshift(close));
    logger.info('worker has stopped');
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else logger.fatal({ err: error }, 'worker cannot run');
    process.exitCode = 1;
  } finally {
    // Whatever is left open keeps a process alive that does nothing any more.
    for (const close of cleanup) await close();
  }
}

async function work(
  options: Options,
  logger: Logger,
  later: (close: () => Promise<void>) => void,
): Promise<void> {
  const config = loadConfig(process.env, options.config);
  Runtime.install({ shutdownSignals: [] });
  const metrics = createMetrics({ processMetrics: true });
  const { connection, namespace } = await connectWorker(config.temporal);
  later(() => connection.close());
  const connections = openConnections(config, wallClock, metrics);
  later(() => connections.close());
  const workers = await createWorkers({
    ...{ connection, namespace, metrics },
    dataConverter: createDataConverter(config.keyRing),
    workflowBundle: await loadWorkflowBundle(),
    dependencies: {
      connection: (name) => connections.find(name),
      vault: createInMemoryVault(wallClock),
      clock: wallClock,
      time: config.time,
      ...{ logger, metrics },
    },
  });
  if (options.metricsPort !== undefined) {
    const server = await serveMetrics(metrics, Number(options.metricsPort), () => workers.areRunning());
    later(() => server.close());
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      logger.info({ signal }, 'shutting down: calls under way are let finish');
      workers.shutdown();
    });
  logger.info({ namespace, connections: [...config.connections.keys()] }, 'worker is running');
  await workers.run();
}
