import { Command, InvalidArgumentError } from 'commander';
import { PaymentOrchestrator } from '../client/orchestrator.js';
import { wallClock } from '../platform/clock.js';
import { ConfigError } from '../platform/config/config-error.js';
import type { Config } from '../platform/config/config.js';
import { loadConfig } from '../platform/config/load-config.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { createMetrics } from '../platform/telemetry/metrics.js';
import { connectLazily } from '../platform/temporal/connect.js';
import { createDataConverter } from '../platform/temporal/data-converter.js';
import { createReceiver } from './create-receiver.js';
import { toReceiverConnection } from './connections.js';
import { defaultLimits } from './deps.js';

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('must be a port, 0 to 65535');
  return port;
}

interface Flags {
  readonly config?: string;
  readonly port: number;
  readonly host: string;
  readonly trustProxy: boolean;
}

async function serve(config: Config, flags: Flags): Promise<void> {
  const logger = createLogger({ name: 'receiver' });
  const { client, connection } = connectLazily({
    ...config.temporal,
    dataConverter: createDataConverter(config.keyRing),
    deadlineMs: defaultLimits.temporalMs,
  });
  const connections = new Map(
    [...config.connections.values()].map((entry) => [entry.name, toReceiverConnection(entry)]),
  );
  const app = await createReceiver({
    connections,
    client,
    orchestrator: new PaymentOrchestrator({
      client,
      callTimeoutMs: defaultLimits.temporalMs,
      ...(config.time && { time: config.time }),
    }),
    clock: wallClock,
    logger,
    metrics: createMetrics({ processMetrics: true }),
    limits: defaultLimits,
    trustProxy: flags.trustProxy,
  });
  app.addHook('onClose', () => connection.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      logger.info({ signal }, 'receiver stops');
      void app.close();
    });
  const address = await app.listen({ port: flags.port, host: flags.host });
  logger.info({ address, connections: [...connections.keys()] }, 'receiver listens');
}

const command = new Command('receiver')
  .description('HTTP server for Razorpay’s and Togai’s webhooks and for the callbacks of customers’ browsers')
  .option('--config <file>', 'configuration file (default: PAYMENT_ORCHESTRATOR_CONFIG)')
  .option('--port <port>', 'port to listen on; 0 takes a free one', toPort, 8080)
  .option('--host <host>', 'address to listen on', '0.0.0.0')
  .option('--trust-proxy', 'believe X-Forwarded-For; only behind a proxy that sets it', false)
  .action(async (flags: Flags) => {
    try {
      await serve(loadConfig(process.env, flags.config), flags);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  });

await command.parseAsync();
