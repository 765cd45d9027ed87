import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { nanoid } from 'nanoid';
import { afterAll, beforeAll, inject } from 'vitest';
import { PaymentOrchestrator } from '../../../client/index.js';
import { wallClock } from '../../../platform/clock.js';
import { createInMemoryVault } from '../../../platform/vault/in-memory-vault.js';

interface StandIn {
  readonly client: Client;
  readonly taskQueue: string;
  readonly orchestrator: PaymentOrchestrator;
  /** A fresh invoice of connection `acme`. */
  readonly invoice: (prefix?: string) => { connection: string; invoiceId: string };
}

/**
 * The client library in front of stand-in workflows on the run's Temporal server, for the file that calls it.
 * Without encryption, so that a test can read what really entered the history.
 */
export function useStandIn(): () => StandIn {
  let standIn: StandIn | undefined;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const address = inject('temporalAddress');
    const namespace = inject('temporalNamespace');
    const taskQueue = `client-${nanoid(6)}`;
    const [connection, native] = await Promise.all([
      Connection.connect({ address }),
      NativeConnection.connect({ address }),
    ]);
    const client = new Client({ connection, namespace });
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue,
      workflowsPath: fileURLToPath(new URL('./stand-in-workflows.ts', import.meta.url)),
      shutdownForceTime: '1s',
    });
    const running = worker.run();
    closing.push(async () => {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
    });
    standIn = {
      client,
      taskQueue,
      orchestrator: new PaymentOrchestrator({ client, taskQueue, vault: createInMemoryVault(wallClock) }),
      invoice: (prefix = 'inv') => ({ connection: 'acme', invoiceId: `${prefix}-${nanoid(8)}` }),
    };
  });

  afterAll(async () => {
    for (const close of closing) await close();
  });

  return () => {
    if (standIn === undefined) throw new Error('only inside a test');
    return standIn;
  };
}

/** Every payload of a run's history as text. */
export async function historyText(client: Client, workflowId: string): Promise<string> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('utf8'));
    else if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(history);
  return texts.join('\n');
}

/** What the promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it was not rejected');
    },
    (error: unknown) => error,
  );
}
