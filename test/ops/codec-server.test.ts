import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { startCodecServer, type CodecServer } from '../../ops/codec-server/server.js';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { generateKeyRing } from '../../platform/temporal/key-ring.js';
import { findServerBinary } from '../../platform/temporal/server-binaries.js';

const run = promisify(execFile);
const keyRing = generateKeyRing();
const dataConverter = createDataConverter(keyRing);
const address = inject('temporalAddress');
const namespace = inject('temporalNamespace');
const origin = 'http://localhost:8233';
const workflowId = `codec-${randomUUID()}`;
let client: Client;
let codecServer: CodecServer;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  codecServer = await startCodecServer({ port: 0, host: '127.0.0.1', keyRing, origins: [origin] });
  ({ client } = await connectTemporal({ address, namespace, dataConverter }));
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    namespace,
    taskQueue: workflowId,
    dataConverter,
    workflowsPath: fileURLToPath(new URL('./summary-workflow.ts', import.meta.url)),
  });
  await worker.runUntil(
    client.workflow.execute('summaryWorkflow', {
      workflowId,
      taskQueue: workflowId,
      args: ['Gaurav'],
      staticSummary: 'greets Gaurav',
    }),
  );
});
afterAll(async () => {
  await client.connection.close();
  await codecServer.stop();
});

const answerSchema = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()), data: z.string() })),
});

async function decodeOverHttp(payloads: Payload[]): Promise<unknown[]> {
  const base64 = (value: Uint8Array | null | undefined): string =>
    Buffer.from(value ?? []).toString('base64');
  const wire = payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)])),
    data: base64(data),
  }));
  const answer = await fetch(`${codecServer.url}/decode`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Namespace': namespace },
    body: JSON.stringify({ payloads: wire }),
  });
  return answerSchema.parse(await answer.json()).payloads.map(({ metadata, data }) =>
    defaultPayloadConverter.fromPayload({
      metadata: Object.fromEntries(
        Object.entries(metadata).map(([key, value]) => [key, Buffer.from(value, 'base64')]),
      ),
      data: Buffer.from(data, 'base64'),
    }),
  );
}

describe('what Temporal stores', () => {
  it('shows nothing by itself, and its summaries, arguments and results through the codec server', async () => {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    expect(JSON.stringify(events)).not.toContain('Gaurav');
    const payloads = (events ?? []).flatMap((event) => [
      ...(event.userMetadata?.summary ? [event.userMetadata.summary] : []),
      ...(event.workflowExecutionStartedEventAttributes?.input?.payloads ?? []),
      ...(event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []),
    ]);
    for (const { data } of payloads)
      expect(Buffer.from(data ?? []).toString('latin1')).not.toContain('Gaurav');
    expect(await decodeOverHttp(payloads)).toEqual([
      'greets Gaurav',
      'Gaurav',
      'a nap for Gaurav',
      'greeted Gaurav',
    ]);
  });

  it('is readable by the temporal CLI with our codec endpoint only', async () => {
    const { path } = await findServerBinary('temporal');
    const show = ['workflow', 'show', '--workflow-id', workflowId, '--output', 'json'];
    const target = ['--address', address, '--namespace', namespace];
    const closed = await run(path, [...show, ...target]);
    const opened = await run(path, [...show, ...target, '--codec-endpoint', codecServer.url]);
    // The CLI writes decoded payloads as the base64 of their JSON.
    const summary = Buffer.from(JSON.stringify('a nap for Gaurav')).toString('base64');
    expect(closed.stdout).not.toContain(summary);
    expect(opened.stdout).toContain(summary);
  });
});

describe('the codec server', () => {
  it('answers the browser of the Temporal UI, and no other page', async () => {
    const preflight = (from: string): Promise<Response> =>
      fetch(`${codecServer.url}/decode`, { method: 'OPTIONS', headers: { origin: from } });
    const ours = await preflight(origin);
    expect(ours.status).toBe(204);
    expect(ours.headers.get('access-control-allow-origin')).toBe(origin);
    expect(ours.headers.get('access-control-allow-headers')).toContain('X-Namespace');
    const theirs = await preflight('http://localhost:8233.evil.example');
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('only decodes, and says what is wrong with a body', async () => {
    const post = (route: string, body: string): Promise<Response> =>
      fetch(`${codecServer.url}${route}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
    expect((await post('/encode', '{"payloads":[]}')).status).toBe(404);
    expect((await post('/decode', '{"payloads":7}')).status).toBe(400);
    expect((await post('/decode', 'no json')).status).toBe(400);
    const stranger = { encoding: 'YmluYXJ5L2VuY3J5cHRlZA==', 'encryption-key-id': 'b3RoZXI=' };
    const refused = await post(
      '/decode',
      JSON.stringify({ payloads: [{ metadata: stranger, data: 'AAAA' }] }),
    );
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('other');
  });

  it('asks for its token when it has one', async () => {
    const guarded = await startCodecServer({
      port: 0,
      host: '127.0.0.1',
      keyRing,
      origins: [],
      token: 'let-me-in',
    });
    const ask = async (authorization: string): Promise<number> => {
      const headers = { 'Content-Type': 'application/json', authorization };
      return (await fetch(`${guarded.url}/decode`, { method: 'POST', headers, body: '{}' })).status;
    };
    try {
      expect([await ask('Bearer wrong'), await ask(''), await ask('Bearer let-me-in')]).toEqual([
        401, 401, 200,
      ]);
    } finally {
      await guarded.stop();
    }
  });
});
