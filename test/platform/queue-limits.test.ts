import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskQueues } from '../../contracts/names.js';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { generateKeyRing } from '../../platform/temporal/key-ring.js';
import { findTemporalServer, type TemporalServer } from '../../platform/temporal/server.js';
import { setUpTemporal } from '../../platform/temporal/setup.js';

const perSecond = 10;
const tasks = 5 * perSecond;
let server: TemporalServer;
let client: Client;

// A server of its own: it sets the limits of queues that other test files use.
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  server = await findTemporalServer({ env: { PATH: process.env['PATH'] } });
  const dataConverter = createDataConverter(generateKeyRing());
  ({ client } = await connectTemporal({ address: server.address, dataConverter }));
});
afterAll(async () => {
  await client.connection.close();
  await server.stop();
});

it('registers everything once and says what is in force', async () => {
  const connection = client.connection;
  const limits = { razorpay: perSecond, togai: 3, both: 1_000 };
  const first = await setUpTemporal(connection, 'default', { limits });
  const second = await setUpTemporal(connection, 'default', { limits });
  expect(second).toEqual({ addedSearchAttributes: [], limits });
  expect(first.limits).toEqual(limits);
});

/**
 * Two seconds' worth may pass as a burst; the rest cannot come faster than the limit. A slow machine only makes it take
 * longer.
 */
const leastSecondsFor = (count: number): number => (count - 2 * perSecond) / perSecond;

function limitEachConnection(): Promise<unknown> {
  const limits = { razorpay: perSecond, togai: perSecond, both: perSecond };
  return setUpTemporal(client.connection, 'default', { limits });
}

async function createWorker(
  activity: (connection: string) => Promise<number>,
  options: Pick<WorkerOptions, 'maxConcurrentActivityTaskExecutions'> = {},
): Promise<Worker> {
  return Worker.create({
    // One of its own, as each worker process has: the SDK refuses two workers of one queue over the same connection.
    connection: await NativeConnection.connect({ address: server.address }),
    taskQueue: taskQueues.razorpay,
    dataConverter: client.options.dataConverter,
    activities: { tick: activity },
    ...options,
  });
}

/** @returns when a worker took it; Unix milliseconds */
function tick(connection: string): Promise<number> {
  return client.activity.execute('tick', {
    id: randomUUID(),
    taskQueue: taskQueues.razorpay,
    args: [connection],
    scheduleToCloseTimeout: '1 minute',
    priority: { fairnessKey: connection },
  });
}

it('limits each connection by itself, and none waits behind the backlog of another', async () => {
  await limitEachConnection();
  const ends: string[] = [];
  const worker = await createWorker((connection) => {
    ends.push(connection);
    return Promise.resolve(Date.now());
  });

  await worker.runUntil(async () => {
    const startedAt = Date.now();
    const busy = Promise.all(Array.from({ length: tasks }, () => tick('busy')));
    while (ends.length < 2 * perSecond) await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all(Array.from({ length: perSecond / 2 }, () => tick('quiet')));
    const busyStillWaiting = tasks - ends.filter((connection) => connection === 'busy').length;
    expect(busyStillWaiting).toBeGreaterThan(perSecond / 2);

    const lastEnd = Math.max(...(await busy));
    expect((lastEnd - startedAt) / 1_000).toBeGreaterThan(leastSecondsFor(tasks));
  });
});

it('holds one limit for a connection, however many workers poll the queue', async () => {
  await limitEachConnection();
  // So many that two workers with a limit each would be done well before one limit lets them.
  const many = 7 * perSecond;
  const working = new Set<string>();
  const createNamed = (name: string): Promise<Worker> =>
    createWorker(
      async () => {
        const takenAt = Date.now();
        working.add(name);
        // A worker that took everything before the other had asked would tell nothing of two.
        while (working.size < 2) await new Promise((resolve) => setTimeout(resolve, 20));
        return takenAt;
      },
      { maxConcurrentActivityTaskExecutions: perSecond },
    );
  const [first, second] = [await createNamed('first'), await createNamed('second')];

  await first.runUntil(() =>
    second.runUntil(async () => {
      const startedAt = Date.now();
      const takenAt = await Promise.all(Array.from({ length: many }, () => tick('busy')));
      expect((Math.max(...takenAt) - startedAt) / 1_000).toBeGreaterThan(leastSecondsFor(many));
    }),
  );
});
