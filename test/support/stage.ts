import './quiet-runtime.js';
import type { Client } from '@temporalio/client';
import { PaymentOrchestrator } from '../../client/index.js';
import type { BusinessTime } from '../../contracts/collection.js';
import { defaultPolicy, type Policy } from '../../contracts/policy.js';
import { wallClock } from '../../platform/clock.js';
import type { Config } from '../../platform/config/config.js';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { generateKeyRing, type KeyRing } from '../../platform/temporal/key-ring.js';
import { createMetrics, type Metrics } from '../../platform/telemetry/metrics.js';
import { createInMemoryVault } from '../../platform/vault/in-memory-vault.js';
import type { SimulatorOptions } from '../../testbed/simulator/options.js';
import { SimulatedCustomer } from '../../testbed/simulator/razorpay/customer.js';
import { createTogaiSeeder, type TogaiSeeder } from '../../testbed/simulator/seed-togai.js';
import { startSimulator, type Simulator } from '../../testbed/simulator/server.js';
import { createNamespace } from './namespace.js';
import { startWorker } from './worker.js';

/** Everything around the product that an integration test needs: simulator, workers, client, and a customer. */
export interface Stage {
  readonly connection: string;
  readonly simulator: Simulator;
  readonly togai: TogaiSeeder;
  readonly customer: SimulatedCustomer;
  readonly client: Client;
  readonly orchestrator: PaymentOrchestrator;
  readonly config: Config;
  /** Calls that reached a provider, `provider METHOD /route`, oldest first. */
  readonly calls: string[];
  /** What activities warned of: fields and message of each line. */
  readonly warnings: Readonly<Record<string, unknown>>[];
  /** Of the worker. */
  readonly metrics: Metrics;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly policy?: Partial<Policy>;
  readonly simulator?: Partial<SimulatorOptions>;
  readonly time?: BusinessTime;
  /** Where the simulated providers are reached, if not directly. */
  readonly throughProxy?: (url: string) => string;
  readonly maxCachedWorkflows?: number;
  /** The tests start their workers themselves. */
  readonly withoutWorker?: true;
  /** A key of its own by default. */
  readonly keyRing?: KeyRing;
}

export const keySecret = 'test-key-secret';
export const togaiToken = 'togai-token';
export const webhookSecret = 'test-webhook-secret';
export const togaiWebhookSecret = 'test-togai-secret';

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const { address, namespace } = await createNamespace();
  const connectionName = 'acme';
  const keyId = 'rzp_test_Stage000000001';
  const simulator = await startSimulator({
    ...{ keyId, keySecret, togaiToken, togaiRequestsPerSecond: 1_000 },
    ...options.simulator,
  });
  const through = options.throughProxy ?? ((url: string) => url);
  const keyRing = options.keyRing ?? generateKeyRing();
  const config: Config = {
    temporal: { address, namespace },
    keyRing,
    publicUrl: 'http://127.0.0.1:1',
    time: options.time,
    connections: new Map([
      [
        connectionName,
        {
          name: connectionName,
          environment: 'test',
          razorpay: {
            ...{ keyId, keySecret, webhookSecret, webhookSecretPrevious: undefined },
            baseUrl: through(simulator.razorpayUrl),
            requestsPerSecond: 1_000,
          },
          togai: {
            ...{ token: togaiToken, webhookSecret: togaiWebhookSecret, settingNamespace: 'USER' },
            baseUrl: through(simulator.togaiUrl),
            requestsPerSecond: 1_000,
          },
          returnUrl: 'https://shop.example/return',
          policy: { ...defaultPolicy, ...options.policy },
        },
      ],
    ]),
  };
  const dataConverter = createDataConverter(keyRing);
  const { client, connection: clientConnection } = await connectTemporal({
    address,
    namespace,
    dataConverter,
  });
  const vault = createInMemoryVault(wallClock);
  const warnings: Readonly<Record<string, unknown>>[] = [];
  const metrics = createMetrics();
  const { time, maxCachedWorkflows } = options;
  const worker = options.withoutWorker
    ? undefined
    : await startWorker(config, {
        ...{ vault, metrics },
        logger: { warn: (fields, message) => void warnings.push({ ...fields, message }) },
        ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
      });
  return {
    connection: connectionName,
    ...{ simulator, client, config, warnings, metrics, calls: [] },
    togai: createTogaiSeeder({ togaiUrl: simulator.togaiUrl, token: togaiToken }),
    customer: new SimulatedCustomer(simulator.url),
    orchestrator: new PaymentOrchestrator({ client, vault, ...(time ? { time } : {}) }),
    close: async () => {
      await worker?.close();
      await clientConnection.close();
      await simulator.close();
    },
  };
}
