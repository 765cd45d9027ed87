import fastify from 'fastify';
import { createSimulatorClock, type ManagedClock } from './clock.js';
import { clockControl } from './control/clock.js';
import { ledgerControl } from './control/ledger.js';
import { togaiControl } from './control/togai.js';
import { webhookControl } from './control/webhooks.js';
import { createIdSource } from './ids.js';
import type { SimulatorOptions } from './options.js';
import { unknownRoute } from './razorpay/errors.js';
import { togai, useExactJson, useTogaiErrors, type Togai } from './togai/plugin.js';
import { createWebhookSender, type ManagedWebhooks } from './webhooks.js';

/** A running simulator. */
export interface Simulator {
  readonly url: string;
  readonly razorpayUrl: string;
  readonly togaiUrl: string;
  readonly clock: ManagedClock;
  readonly togai: Togai;
  readonly webhooks: ManagedWebhooks;
  close(): Promise<void>;
}

/** The id of the one simulated Razorpay account. */
const accountId = 'acc_Simulator00001';

/**
 * Starts Razorpay under `/v1`, Togai under `/togai` and the control API under `/_simulator`, all simulated, in memory.
 * @throws Error when a webhook URL has no secret, or the port is taken
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  if (options.webhookUrl !== undefined && options.webhookSecret === undefined) {
    throw new Error('a webhook URL needs a webhook secret');
  }
  const { seed } = options;
  const newId = createIdSource(seed === undefined ? undefined : `${seed}/frame`);
  const clock = options.clock ?? createSimulatorClock({ timeScale: options.timeScale ?? 1 });
  const webhooks = createWebhookSender({
    ...(options.webhookUrl === undefined ? {} : { url: options.webhookUrl }),
    secret: options.webhookSecret ?? newId(24),
    clock,
    accountId,
    newId,
  });
  const billing = togai({
    clock,
    token: options.togaiToken,
    newId,
    ...(options.togaiRequestsPerSecond === undefined
      ? {}
      : { requestsPerSecond: options.togaiRequestsPerSecond }),
    webhook: {
      ...(options.togaiWebhookUrl === undefined ? {} : { url: options.togaiWebhookUrl }),
      ...(options.togaiWebhookSecret === undefined ? {} : { secret: options.togaiWebhookSecret }),
    },
  });

  // The longest path parameter is a composite setting id.
  const server = fastify({
    logger: options.logger ?? false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 400 },
  });
  server.setNotFoundHandler((_request, reply) => {
    const { status, body } = unknownRoute();
    return reply.code(status).send({ error: body });
  });
  await server.register(billing.plugin, { prefix: '/togai' });
  await server.register(
    (instance, _options, done) => {
      useExactJson(instance);
      useTogaiErrors(instance);
      clockControl(instance, clock);
      webhookControl(instance, webhooks);
      togaiControl(instance, billing);
      ledgerControl(instance, { razorpay: [], togai: billing.store.ledger });
      done();
    },
    { prefix: '/_simulator' },
  );
  const url = await server.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });

  return {
    url,
    razorpayUrl: `${url}/v1`,
    togaiUrl: `${url}/togai`,
    clock,
    togai: billing,
    webhooks,
    async close() {
      await server.close();
      await webhooks.close();
      await billing.close();
      if (options.clock === undefined) clock.close();
    },
  };
}
