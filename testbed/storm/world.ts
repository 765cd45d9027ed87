import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { PaymentOrchestrator } from '../../client/index.js';
import type { BusinessTime } from '../../contracts/collection.js';
import type { Clock } from '../../platform/clock.js';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { generateKeyRing } from '../../platform/temporal/key-ring.js';
import type { TemporalServer } from '../../platform/temporal/server.js';
import { setUpTemporal } from '../../platform/temporal/setup.js';
import { createSimulatorClock } from '../simulator/clock.js';
import { SimulatedCustomer } from '../simulator/razorpay/customer.js';
import { createTogaiSeeder, type TogaiSeeder } from '../simulator/seed-togai.js';
import { startSimulator, type Simulator } from '../simulator/server.js';
import { createOutgoing, type Outgoing } from '../simulator/togai/outgoing.js';
import { Cleanup } from '../stage/cleanup.js';
import { connectionName, makeCredentials, stageConfig } from '../stage/config.js';
import { startTemporal } from '../stage/temporal.js';
import { createChild, type Child } from '../stage/child.js';
import { writeConfigFile } from '../stage/config-file.js';
import { policyFor, type Weather } from './weather.js';

/**
 * A stage whose product can be killed: worker and receiver are processes of their own, and Temporal keeps its data in a
 * file. Simulator, customers and auditor are in this process.
 */
export interface World {
  readonly connection: string;
  readonly server: TemporalServer;
  readonly simulator: Simulator;
  readonly client: Client;
  readonly orchestrator: PaymentOrchestrator;
  readonly togai: TogaiSeeder;
  readonly customer: SimulatedCustomer;
  readonly worker: Child;
  readonly receiver: Child;
  readonly weather: Weather;
  /** Togai's own webhook, for a change that Togai tells of. */
  readonly togaiWebhook: Outgoing;
  /** Wall time. */
  readonly clock: Clock;
  readonly time: BusinessTime;
  /** Business milliseconds per real millisecond. */
  readonly timeScale: number;
  /** What worker and receiver said. */
  readonly logs: readonly string[];
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly timeScale: number;
  readonly weather: Weather;
  readonly log: (line: string) => void;
}

/** Providers count calls in business time: the queues' limits are not what a storm is about. */
const LIMITS = { razorpay: 10_000, togai: 10_000, both: 10_000 };

export async function openWorld(options: WorldOptions): Promise<World> {
  const cleanup = new Cleanup();
  try {
    return await open(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function open(
  { clock, seed, timeScale, weather, log }: WorldOptions,
  cleanup: Cleanup,
): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'storm-'));
  cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  const keyRing = generateKeyRing();
  const { server } = await startTemporal({
    ...{ keyRing, log, cleanup, dbFilename: path.join(folder, 'temporal.db') },
  });
  const port = await findFreePort();
  const receiverUrl = `http://127.0.0.1:${String(port)}`;
  const credentials = makeCredentials();
  const time = { startMs: clock.now(), timeScale };
  const simulatorClock = createSimulatorClock(time);
  cleanup.add(() => simulatorClock.close());
  const simulator = await startSimulator({
    ...{ ...credentials, clock: simulatorClock },
    webhookUrl: `${receiverUrl}/webhooks/razorpay/${connectionName}`,
    receiptMode: weather.receiptMode,
    // A server that was given remembers the invoices of an earlier storm with this seed.
    ...(server.owned ? { seed } : {}),
  });
  cleanup.add(() => simulator.close());
  // Not the simulator's own: it would announce every invoice at once, and the customers choose how they pay.
  const togaiWebhook = createOutgoing({
    ...(weather.togaiTells === 'of_changes' && { url: `${receiverUrl}/webhooks/togai/${connectionName}` }),
    secret: credentials.togaiWebhookSecret,
  });
  cleanup.add(() => togaiWebhook.close());

  const config = stageConfig({
    ...{ credentials, keyRing, time, policy: policyFor(weather), publicUrl: receiverUrl },
    temporal: { address: server.address, namespace: server.namespace },
    ...{ razorpayUrl: simulator.razorpayUrl, togaiUrl: simulator.togaiUrl },
  });
  const dataConverter = createDataConverter(keyRing);
  const { client, connection, namespace } = await connectTemporal({ ...config.temporal, dataConverter });
  cleanup.add(() => connection.close());
  await setUpTemporal(connection, namespace, { limits: LIMITS });

  const configFile = path.join(folder, 'config.json');
  writeConfigFile(configFile, config);
  const env = { TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: server.namespace };
  const logs = { worker: path.join(folder, 'worker.log'), receiver: path.join(folder, 'receiver.log') };
  const worker = createChild({
    ...{ name: 'worker', env, logFile: logs.worker, readyWords: 'worker is running' },
    command: ['worker/main.ts', '--config', configFile],
  });
  const receiver = createChild({
    ...{ name: 'receiver', env, logFile: logs.receiver, readyWords: 'receiver listens' },
    command: ['receiver/main.ts', '--config', configFile, '--host', '127.0.0.1', '--port', String(port)],
  });
  cleanup.add(() => worker.kill());
  cleanup.add(() => receiver.kill());
  await Promise.all([worker.start(), receiver.start()]);
  log(`Worker and receiver run as processes of their own, receiver on ${receiverUrl}`);
  return {
    ...{ connection: connectionName, server, simulator, client, worker, receiver, timeScale },
    ...{ weather, togaiWebhook, clock, time },
    orchestrator: new PaymentOrchestrator({ client, time }),
    togai: createTogaiSeeder({ togaiUrl: simulator.togaiUrl, token: credentials.togaiToken }),
    customer: new SimulatedCustomer(simulator.url),
    logs: Object.values(logs),
    close: () => cleanup.run(),
  };
}
