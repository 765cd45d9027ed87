import { createHash, timingSafeEqual } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createEncryptionCodec, PayloadDecryptionError } from '../../platform/temporal/encryption-codec.js';
import type { KeyRing } from '../../platform/temporal/key-ring.js';

export interface CodecServerOptions {
  /** 0 for a free one. */
  port: number;
  host: string;
  keyRing: KeyRing;
  /** Exact origins of the Temporal UI, as `http://localhost:8233`. */
  origins: readonly string[];
  /** Required as `Authorization: Bearer <token>` when given. */
  token?: string;
}

export interface CodecServer {
  readonly url: string;
  stop(): Promise<void>;
}

// Temporal's own limit for one gRPC message is 4 MB; base64 and JSON add a third.
const bodyLimit = 8 * 1024 * 1024;

// The wire form of the Temporal UI and CLI: protobuf's JSON, bytes as base64.
const bytes = z.string().transform((text) => Buffer.from(text, 'base64'));
const bodySchema = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), bytes).nullish(), data: bytes.nullish() }))
    .default([]),
});

function toBase64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

function toWire(payload: Payload): { metadata: Record<string, string>; data: string } {
  return {
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([key, value]) => [key, toBase64(value)]),
    ),
    data: toBase64(payload.data ?? new Uint8Array()),
  };
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function answerBrowsers(app: FastifyInstance, options: CodecServerOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('Vary', 'Origin');
    if (origin !== undefined && options.origins.includes(origin)) {
      reply.headers({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Methods': 'POST, OPTIONS',
        'Access-Control-Allow-Headers': 'Content-Type, X-Namespace, Authorization',
        'Access-Control-Allow-Credentials': 'true',
      });
    }
    if (request.method === 'OPTIONS') return reply.code(204).send();
    if (
      options.token !== undefined &&
      !isSame(request.headers.authorization ?? '', `Bearer ${options.token}`)
    ) {
      return reply.code(401).send({ error: 'a bearer token is required' });
    }
  });
  app.options('/decode', (_request, reply) => reply.code(204).send());
}

/** The codec server as a fastify instance, not yet listening. */
export function createCodecServer(options: CodecServerOptions): FastifyInstance {
  const app = fastify({ bodyLimit, logger: false });
  const codec = createEncryptionCodec(options.keyRing);
  answerBrowsers(app, options);

  app.post('/decode', async (request, reply) => {
    const body = bodySchema.safeParse(request.body);
    if (!body.success)
      return reply.code(400).send({ error: 'expected {"payloads": [{"metadata", "data"}]}' });
    try {
      const payloads = body.data.payloads.map(({ metadata, data }) => ({
        ...(metadata == null ? {} : { metadata }),
        ...(data == null ? {} : { data }),
      }));
      return { payloads: (await codec.decode(payloads)).map(toWire) };
    } catch (error) {
      if (!(error instanceof PayloadDecryptionError)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });
  // Decode only: nobody writes into a workflow through this door.
  app.post('/encode', (_request, reply) => reply.code(404).send({ error: 'this codec server only decodes' }));
  app.get('/healthz', () => ({ ok: true }));
  return app;
}

/**
 * Starts the decode-only codec server that lets the Temporal UI and CLI show what our payloads say.
 * Whoever reaches it reads everything the keys of the ring open: keep it on localhost or give it a token.
 */
export async function startCodecServer(options: CodecServerOptions): Promise<CodecServer> {
  const app = createCodecServer(options);
  const url = await app.listen({ port: options.port, host: options.host });
  return { url, stop: () => app.close() };
}
