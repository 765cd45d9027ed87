import Fastify from 'fastify';
import type { Metrics } from '../platform/telemetry/metrics.js';

/** Serves `/metrics` for Prometheus and `/healthz` for a supervisor, on the loopback interface. */
export async function serveMetrics(
  { registry }: Metrics,
  port: number,
  isHealthy: () => boolean,
): Promise<{ close(): Promise<void> }> {
  const app = Fastify();
  app.get('/healthz', (_request, reply) => reply.code(isHealthy() ? 200 : 503).send({ ok: isHealthy() }));
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
  await app.listen({ port, host: '127.0.0.1' });
  return { close: () => app.close() };
}
