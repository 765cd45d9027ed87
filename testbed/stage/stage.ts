import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { NativeConnection } from '@temporalio/worker';
import type { ActivityConnection } from '../../activities/index.js';
import type { PaymentOrchestrator } from '../../client/index.js';
import type { Policy } from '../../contracts/policy.js';
import type { Clock } from '../../platform/clock.js';
import type { Config } from '../../platform/config/config.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { generateKeyRing } from '../../platform/temporal/key-ring.js';
import { allowedCallsOf, queueLimits } from '../../platform/temporal/queue-limits.js';
import type { TemporalServer } from '../../platform/temporal/server.js';
import type { QueueLimits } from '../../platform/temporal/setup.js';
import type { Metrics } from '../../platform/telemetry/metrics.js';
import { createSimulatorClock } from '../simulator/clock.js';
import { SimulatedCustomer } from '../simulator/razorpay/customer.js';
import { createTogaiSeeder, type TogaiSeeder } from '../simulator/seed-togai.js';
import { startSimulator, type Simulator } from '../simulator/server.js';
import { Cleanup } from './cleanup.js';
import { connectionName, makeCredentials, stageConfig } from './config.js';
import { startProduct } from './product.js';
import { startReceiver } from './receiver.js';
import { startTemporal } from './temporal.js';

export interface StageOptions {
  /** Wall time. */
  readonly clock: Clock;
  /** Business seconds per real second, for simulator and workflows alike. */
  readonly timeScale: number;
  readonly policy?: Partial<Policy>;
  /** Togai's quota in business time; null: none. Its own 10/s when left out. */
  readonly togaiRequestsPerSecond?: number | null;
  /** Instead of those that the providers' limits lead to. */
  readonly limits?: QueueLimits;
  /** SQLite file of a server of our own; in memory without it. */
  readonly dbFilename?: string;
  /** One line for each step of the set-up. */
  readonly log: (line: string) => void;
}

/** Everything in one process: the product, simulated providers and customers, and a real Temporal server. */
export interface Stage {
  readonly connection: string;
  readonly server: TemporalServer;
  readonly simulator: Simulator;
  readonly receiverUrl: string;
  /** Where Razorpay's webhooks go. */
  readonly webhookUrl: string;
  /** What signs them, for whoever sends some of its own. */
  readonly webhookSecret: string;
  readonly codecUrl: string;
  readonly client: Client;
  readonly orchestrator: PaymentOrchestrator;
  readonly providers: ActivityConnection;
  readonly metrics: Metrics;
  /** For a further worker. */
  readonly dataConverter: DataConverter;
  readonly workerConnection: NativeConnection;
  /** For a further worker process. */
  readonly config: Config;
  readonly togai: TogaiSeeder;
  readonly customer: SimulatedCustomer;
  /** Rejects when a worker fails, and never resolves. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

/** Starts the parts; what was started is closed again when a later one fails. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const cleanup = new Cleanup();
  try {
    return await open(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function open(options: StageOptions, cleanup: Cleanup): Promise<Stage> {
  const { timeScale, log, policy, dbFilename } = options;
  const keyRing = generateKeyRing();
  const { server, codecUrl } = await startTemporal({
    ...{ keyRing, log, cleanup },
    ...(dbFilename === undefined ? {} : { dbFilename }),
  });

  const port = await findFreePort();
  const receiverUrl = `http://127.0.0.1:${String(port)}`;
  const webhookUrl = `${receiverUrl}/webhooks/razorpay/${connectionName}`;
  const credentials = makeCredentials();
  const time = { startMs: options.clock.now(), timeScale };
  const clock = createSimulatorClock(time);
  cleanup.add(() => clock.close());
  const simulator = await startSimulator({
    ...{ ...credentials, clock, webhookUrl },
    ...(options.togaiRequestsPerSecond === undefined
      ? {}
      : { togaiRequestsPerSecond: options.togaiRequestsPerSecond }),
  });
  cleanup.add(() => simulator.close());
  log(`Simulated Razorpay and Togai on ${simulator.url}`);

  const config = stageConfig({
    ...{ credentials, keyRing, time, publicUrl: receiverUrl },
    temporal: { address: server.address, namespace: server.namespace },
    ...{ razorpayUrl: simulator.razorpayUrl, togaiUrl: simulator.togaiUrl },
    ...(policy === undefined ? {} : { policy }),
  });
  let onFailure: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_resolve, reject) => (onFailure = reject));
  // Whoever waits for something races against it; nobody may be waiting just now.
  broken.catch(() => undefined);
  const product = await startProduct(
    {
      config,
      limits: options.limits ?? inRealTime(queueLimits(allowedCallsOf(config)), timeScale),
      onFailure,
    },
    cleanup,
  );
  const { client, orchestrator, metrics, dataConverter, workerConnection } = product;
  const receiver = await startReceiver({ ...{ port, client, orchestrator }, connection: config.connection });
  cleanup.add(() => receiver.close());
  log(`Worker is running, receiver on ${receiverUrl}`);

  const providers = product.connection(connectionName);
  if (providers === undefined) throw new Error(`There is no connection ${connectionName}`);
  return {
    ...{ connection: connectionName, server, simulator, receiverUrl, webhookUrl, codecUrl },
    webhookSecret: credentials.webhookSecret,
    ...{ client, orchestrator, metrics, providers, broken, dataConverter, workerConnection, config },
    togai: createTogaiSeeder({ togaiUrl: simulator.togaiUrl, token: credentials.togaiToken }),
    customer: new SimulatedCustomer(simulator.url),
    close: () => cleanup.run(),
  };
}

/** Providers count calls in business time, a Temporal server in real time. */
function inRealTime({ razorpay, togai, both }: QueueLimits, timeScale: number): QueueLimits {
  return { razorpay: razorpay * timeScale, togai: togai * timeScale, both: both * timeScale };
}
