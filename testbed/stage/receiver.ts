import type { Client } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import type { PaymentOrchestrator } from '../../client/index.js';
import { wallClock } from '../../platform/clock.js';
import type { ConnectionConfig } from '../../platform/config/config.js';
import { createLogger } from '../../platform/telemetry/logger.js';
import { createMetrics } from '../../platform/telemetry/metrics.js';
import { toReceiverConnection } from '../../receiver/connections.js';
import { createReceiver } from '../../receiver/create-receiver.js';
import { defaultLimits } from '../../receiver/deps.js';

/** The product's receiver on a port of the loopback interface. */
export async function startReceiver(options: {
  readonly port: number;
  readonly connection: ConnectionConfig;
  readonly client: Client;
  readonly orchestrator: PaymentOrchestrator;
}): Promise<FastifyInstance> {
  const { connection } = options;
  const app = await createReceiver({
    connections: new Map([[connection.name, toReceiverConnection(connection)]]),
    client: options.client,
    orchestrator: options.orchestrator,
    clock: wallClock,
    logger: createLogger({ name: 'receiver', level: 'error' }),
    metrics: createMetrics(),
    limits: defaultLimits,
    trustProxy: false,
  });
  await app.listen({ port: options.port, host: '127.0.0.1' });
  return app;
}
