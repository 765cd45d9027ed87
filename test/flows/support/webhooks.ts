import { afterAll, beforeAll } from 'vitest';
import { wallClock } from '../../../platform/clock.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { createMetrics, type Metrics } from '../../../platform/telemetry/metrics.js';
import { toReceiverConnection } from '../../../receiver/connections.js';
import { createReceiver } from '../../../receiver/create-receiver.js';
import { defaultLimits } from '../../../receiver/deps.js';
import { webhookSecret, type Stage } from '../../support/stage.js';

/** A receiver before the stage's simulated Razorpay, for the file that calls it; its webhooks are delivered from then on. */
export function useWebhooks(stage: () => Stage): () => { readonly metrics: Metrics; readonly url: string } {
  let told: { readonly metrics: Metrics; readonly url: string } | undefined;
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const { client, orchestrator, config, connection, simulator } = stage();
    const entry = config.connections.get(connection);
    if (!entry) throw new Error('The stage has one connection');
    const metrics = createMetrics();
    const app = await createReceiver({
      connections: new Map([[connection, toReceiverConnection(entry)]]),
      ...{ client, orchestrator, metrics, clock: wallClock, limits: defaultLimits, trustProxy: false },
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const url = `${address}/webhooks/razorpay/${connection}`;
    simulator.webhooks.configure({ url, secret: webhookSecret });
    told = { metrics, url };
    close = async () => {
      simulator.webhooks.configure({ url: undefined });
      await app.close();
    };
  });
  afterAll(() => close?.());
  return () => {
    if (!told) throw new Error('The receiver listens before the first test');
    return told;
  };
}
