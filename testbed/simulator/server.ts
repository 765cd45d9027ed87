import { randomInt } from 'node:crypto';
import fastify from 'fastify';
import { createSimulatorClock, type ManagedClock } from './clock.js';
import { clockControl } from './control/clock.js';
import { faultControl } from './control/faults.js';
import { ledgerControl } from './control/ledger.js';
import { razorpayControl } from './control/razorpay.js';
import { togaiControl } from './control/togai.js';
import { webhookControl } from './control/webhooks.js';
import { createFaultInjector, type FaultInjector } from './faults/fault-injector.js';
import { stableNames } from './faults/stable-names.js';
import { injectHttpFaults } from './faults/http-faults.js';
import { idGenerator } from './razorpay/ids.js';
import type { SimulatorOptions } from './options.js';
import { unknownRoute } from './razorpay/errors.js';
import { razorpay, type RazorpaySimulator } from './razorpay/plugin.js';
import { togai, useExactJson, useTogaiErrors, type Togai } from './togai/plugin.js';
import { createWebhookSender, type ManagedWebhooks } from './webhooks.js';

/** A running simulator. */
export interface Simulator {
  readonly url: string;
  readonly razorpayUrl: string;
  readonly togaiUrl: string;
  readonly clock: ManagedClock;
  readonly razorpay: RazorpaySimulator;
  readonly togai: Togai;
  readonly webhooks: ManagedWebhooks;
  /** How the calls of both APIs fail. */
  readonly faults: FaultInjector;
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
  // Without a seed the ids differ from start to start: a Temporal server may remember those of an earlier simulator.
  const seed = options.seed ?? randomInt(2 ** 31);
  const newId = idGenerator(seed + 1);
  const clock = options.clock ?? createSimulatorClock({ timeScale: options.timeScale ?? 1 });
  const webhooks = createWebhookSender({
    ...(options.webhookUrl === undefined ? {} : { url: options.webhookUrl }),
    secret: options.webhookSecret ?? newId('', 24),
    clock,
    accountId,
    newId,
    stable: (text) => stable(text),
  });
  let url = '';
  const payments = razorpay({
    clock,
    webhooks,
    keyId: options.keyId,
    keySecret: options.keySecret,
    publicUrl: () => url,
    seed,
    accountId,
    ...(options.receiptMode === undefined ? {} : { receiptMode: options.receiptMode }),
  });
  const stable = stableNames(payments.state);
  const billing = togai({
    clock,
    token: options.togaiToken,
    newId: idGenerator(seed + 2),
    newInvoiceId: idGenerator(seed + 3),
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
  const faults = createFaultInjector(() => clock.now());
  injectHttpFaults(server, { faults, clock, stable });
  await server.register(payments.plugin, { prefix: '/v1' });
  await server.register(payments.pages);
  await server.register(billing.plugin, { prefix: '/togai' });
  await server.register(
    (instance, _options, done) => {
      useExactJson(instance);
      useTogaiErrors(instance);
      clockControl(instance, clock);
      webhookControl(instance, webhooks);
      faultControl(instance, faults, webhooks);
      razorpayControl(instance, payments);
      togaiControl(instance, billing);
      ledgerControl(instance, {
        ...{ razorpay: payments.state.ledger, messages: payments.state.notifications },
        ...{ togai: billing.store.ledger, togaiObjects: billing.store.objects },
      });
      done();
    },
    { prefix: '/_simulator' },
  );
  url = await server.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });

  return {
    url,
    razorpayUrl: `${url}/v1`,
    togaiUrl: `${url}/togai`,
    clock,
    razorpay: payments,
    togai: billing,
    webhooks,
    faults,
    async close() {
      await server.close();
      await webhooks.close();
      await billing.close();
      if (options.clock === undefined) clock.close();
    },
  };
}
