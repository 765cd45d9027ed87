import { fastify, type FastifyInstance } from 'fastify';
import { isTemporalAway } from '../client/errors.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';
import { razorpayCallbacks } from './callback.js';
import type { ReceiverDeps } from './deps.js';
import { createHintSender } from './hint-sender.js';
import { answerProblem } from './problems.js';
import { razorpayWebhooks } from './razorpay-webhook.js';
import { togaiWebhooks } from './togai-webhook.js';

function isAway(error: unknown): boolean {
  return (
    isTemporalAway(error) ||
    (error instanceof PaymentOrchestratorError && error.code === 'TEMPORAL_UNAVAILABLE')
  );
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}

/**
 * The HTTP server that providers and customers' browsers call. It keeps nothing: every request ends in a signal to a
 * workflow, and is answered well only after Temporal took it.
 */
export async function createReceiver(deps: ReceiverDeps): Promise<FastifyInstance> {
  const { client, clock, logger, metrics, limits } = deps;
  const app = fastify({
    // No request logs: a URL may hold the Togai secret, a body holds personal data.
    logger: false,
    bodyLimit: limits.bodyBytes,
    trustProxy: deps.trustProxy,
    forceCloseConnections: 'idle',
  });
  const hints = createHintSender(deps);

  app.setErrorHandler((error, request, reply) => {
    if (isAway(error)) return answerProblem(reply.header('retry-after', '2'), 503, 'TEMPORAL_UNAVAILABLE');
    const status = statusOf(error);
    if (status === 413) return answerProblem(reply, 413, 'BODY_TOO_LARGE');
    if (status === 400) return answerProblem(reply, 400, 'NOT_JSON');
    if (status < 500) return answerProblem(reply, status, 'INVALID_INPUT');
    logger.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return answerProblem(reply, 500, 'INTERNAL');
  });
  app.setNotFoundHandler((_request, reply) => answerProblem(reply, 404, 'NOT_FOUND'));

  await app.register((scope, _options, done) => {
    razorpayWebhooks(scope, deps, hints);
    done();
  });
  await app.register((scope, _options, done) => {
    togaiWebhooks(scope, deps, hints);
    done();
  });
  await app.register((scope) => razorpayCallbacks(scope, deps, hints));

  app.get('/healthz', () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    await client.withDeadline(clock.now() + limits.temporalMs, () =>
      client.workflowService.getSystemInfo({}),
    );
    return reply.send({ ok: true });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  let stops = false;
  // Who is answered while it stops would keep the connection for a next request, and stopping would wait for that.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (stops) reply.header('connection', 'close');
    done();
  });
  app.addHook('preClose', () => {
    stops = true;
    hints.flush();
    return Promise.resolve();
  });
  return app;
}
