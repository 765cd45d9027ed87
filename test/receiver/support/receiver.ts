import type { Client } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import { nanoid } from 'nanoid';
import { afterEach } from 'vitest';
import { PaymentOrchestrator } from '../../../client/index.js';
import { wallClock } from '../../../platform/clock.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { createMetrics, type Metrics } from '../../../platform/telemetry/metrics.js';
import { createReceiver } from '../../../receiver/create-receiver.js';
import { defaultLimits, type ReceiverConnection, type ReceiverLimits } from '../../../receiver/deps.js';
import { signedHeaders } from './signed.js';

/** Two connections on one Razorpay account, as businesses with two brands have them. */
export const acme: ReceiverConnection = {
  name: 'acme',
  webhookSecrets: ['current-secret', 'previous-secret'],
  keySecret: 'key-secret',
  togaiSecret: 'togai-secret',
  returnUrl: 'https://shop.example.com/paid?lang=en',
};
export const plain: ReceiverConnection = { ...acme, name: 'plain', returnUrl: undefined };

export interface TestReceiver {
  readonly app: FastifyInstance;
  readonly metrics: Metrics;
  /** Lines the receiver logged. */
  readonly logged: readonly string[];
  /** Posts a webhook signed with `secret`. */
  readonly webhook: (body: unknown, options?: WebhookOptions) => Promise<{ status: number; result: unknown }>;
}

export interface WebhookOptions {
  readonly connection?: string;
  readonly secret?: string;
  readonly eventId?: string;
}

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

/** A receiver without a port; closed after the test. */
export async function startReceiver(
  client: Client,
  options: { taskQueue?: string; limits?: Partial<ReceiverLimits>; trustProxy?: boolean } = {},
): Promise<TestReceiver> {
  const metrics = createMetrics();
  const logged: string[] = [];
  const limits = { ...defaultLimits, ...options.limits };
  const app = await createReceiver({
    connections: new Map([acme, plain].map((connection) => [connection.name, connection])),
    client,
    orchestrator: new PaymentOrchestrator({
      client,
      callTimeoutMs: limits.temporalMs,
      ...(options.taskQueue === undefined ? {} : { taskQueue: options.taskQueue }),
    }),
    clock: wallClock,
    logger: createLogger({ name: 'test', destination: { write: (line: string) => logged.push(line) } }),
    metrics,
    limits,
    trustProxy: options.trustProxy ?? false,
  });
  open.push(app);
  return {
    app,
    metrics,
    logged,
    webhook: async (body, { connection = 'acme', secret = 'current-secret', eventId = nanoid(14) } = {}) => {
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await app.inject({
        method: 'POST',
        url: `/webhooks/razorpay/${connection}`,
        headers: signedHeaders(payload, secret, eventId),
        payload,
      });
      return { status: response.statusCode, result: response.json<{ result?: unknown }>().result };
    },
  };
}
