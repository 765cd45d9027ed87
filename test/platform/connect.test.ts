import { createServer } from 'node:net';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { describe, expect, inject, it } from 'vitest';
import { connectLazily, connectTemporal, connectWorker } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { generateKeyRing } from '../../platform/temporal/key-ring.js';
import { findTemporalServer } from '../../platform/temporal/server.js';

const dataConverter = createDataConverter(generateKeyRing());

function start(client: Client): Promise<unknown> {
  return client.workflow.start('anything', { workflowId: 'w', taskQueue: 'nobody' });
}

/** gRPC status that a failed call ended with: 4 deadline exceeded, 14 unavailable. */
async function statusOf(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return isGrpcServiceError(cause) ? cause.code : undefined;
  }
  return 0;
}

describe('connectLazily', () => {
  it('gives up at its deadline when nobody answers', async () => {
    const port = await findFreePort();
    const silent = createServer(() => undefined).listen(port, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { client, connection } = connectLazily({
      address: `127.0.0.1:${port}`,
      dataConverter,
      deadlineMs: 200,
    });
    expect([4, 14]).toContain(await statusOf(start(client)));
    await connection.close();
    silent.close();
  });

  it('fails while the server is away and works again once it is back', async () => {
    const port = await findFreePort();
    const { client, connection } = connectLazily({
      address: `127.0.0.1:${port}`,
      dataConverter,
      deadlineMs: 2_000,
    });
    expect([4, 14]).toContain(await statusOf(start(client)));
    const server = await findTemporalServer({ env: { PATH: process.env['PATH'] }, port });
    try {
      await expect.poll(() => statusOf(start(client)), { timeout: 10_000 }).toBe(0);
    } finally {
      await connection.close();
      await server.stop();
    }
  });
});

it('connects clients and workers where it is told', async () => {
  const target = { address: inject('temporalAddress'), namespace: inject('temporalNamespace') };
  const { client, connection } = await connectTemporal({ ...target, dataConverter });
  expect(client.options.namespace).toBe(target.namespace);
  expect((await client.workflowService.getSystemInfo({})).serverVersion).toMatch(/^1\./);
  await connection.close();
  const worker = await connectWorker(target);
  expect(worker.namespace).toBe(target.namespace);
  await worker.connection.close();
});
