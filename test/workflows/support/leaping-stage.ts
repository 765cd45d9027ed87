import '../../support/quiet-runtime.js';
import { Client } from '@temporalio/client';
import { PaymentOrchestrator } from '../../../client/index.js';
import type { Hint } from '../../../contracts/collection.js';
import { hintSignal } from '../../../contracts/messages.js';
import { defaultPolicy, type Policy } from '../../../contracts/policy.js';
import type { InvoiceRequest } from '../../../contracts/requests.js';
import { wallClock } from '../../../platform/clock.js';
import type { Config } from '../../../platform/config/config.js';
import { createDataConverter } from '../../../platform/temporal/data-converter.js';
import { generateKeyRing, type KeyRing } from '../../../platform/temporal/key-ring.js';
import { startTimeSkippingServer } from '../../../platform/temporal/time-skipping.js';
import { createMetrics } from '../../../platform/telemetry/metrics.js';
import { createInMemoryVault } from '../../../platform/vault/in-memory-vault.js';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';
import { SimulatedCustomer } from '../../../testbed/simulator/razorpay/customer.js';
import { createTogaiSeeder } from '../../../testbed/simulator/seed-togai.js';
import { startSimulator } from '../../../testbed/simulator/server.js';
import { loadWorkflowBundle } from '../../../worker/bundle.js';
import { openConnections } from '../../../worker/connections.js';
import { createWorkers } from '../../../worker/workers.js';
import { openGate, type Gate } from '../../flows/support/gate.js';
import { keySecret, togaiWebhookSecret, webhookSecret, type Stage } from '../../support/stage.js';
import { runIdOf, workflowIdOf } from './runs.js';

/** A stage on a time-skipping server of its own; the simulator's clock is the server's. */
export interface LeapingStage extends Stage {
  /** Before both providers. */
  readonly gate: Gate;
  /** Lets business time pass: whatever falls due on the way happens. */
  pass(time: `${number} days` | `${number} minutes`): Promise<void>;
}

/** @param keyRing a key of its own by default */
export async function setLeapingStage(
  policy: Partial<Policy> = {},
  keyRing: KeyRing = generateKeyRing(),
): Promise<LeapingStage> {
  const environment = await startTimeSkippingServer();
  let nowMs = await environment.currentTimeMs();
  const clock = createSimulatorClock({ now: () => nowMs });
  const follow = async (): Promise<void> => {
    nowMs = await environment.currentTimeMs();
    clock.tick();
  };
  const gate = await openGate(follow);
  const [keyId, togaiToken, name] = ['rzp_test_Stage000000001', 'togai-token', 'acme'];
  const simulator = await startSimulator({
    keyId,
    keySecret,
    togaiToken,
    togaiRequestsPerSecond: null,
    clock,
  });
  const { address } = environment;
  const namespace = environment.namespace ?? 'default';
  const config: Config = {
    ...{ temporal: { address, namespace }, keyRing, publicUrl: 'http://127.0.0.1:1', time: undefined },
    connections: new Map([
      [
        name,
        {
          ...{ name, environment: 'test', returnUrl: 'https://shop.example/return' },
          policy: { ...defaultPolicy, ...policy },
          razorpay: {
            ...{ keyId, keySecret, webhookSecret, webhookSecretPrevious: undefined },
            ...{ baseUrl: gate.through(simulator.razorpayUrl), requestsPerSecond: 1_000 },
          },
          togai: {
            ...{ token: togaiToken, webhookSecret: togaiWebhookSecret, settingNamespace: 'USER' },
            ...{ baseUrl: gate.through(simulator.togaiUrl), requestsPerSecond: 1_000 },
          },
        },
      ],
    ]),
  };
  const dataConverter = createDataConverter(keyRing);
  const client = new Client({ connection: environment.connection, namespace, dataConverter });
  const connections = openConnections(config, clock);
  const vault = createInMemoryVault(wallClock);
  const warnings: Readonly<Record<string, unknown>>[] = [];
  const metrics = createMetrics();
  const workers = await createWorkers({
    ...{ connection: environment.nativeConnection, namespace, dataConverter },
    workflowBundle: await loadWorkflowBundle(),
    dependencies: {
      ...{ connection: (wanted) => connections.find(wanted), vault, clock, time: undefined },
      ...{ logger: { warn: (fields, message) => void warnings.push({ ...fields, message }) }, metrics },
    },
  });
  const running = workers.run();
  return {
    ...{ connection: name, simulator, client, config, gate, warnings, metrics, calls: [] },
    togai: createTogaiSeeder({ togaiUrl: simulator.togaiUrl, token: togaiToken }),
    customer: new SimulatedCustomer(simulator.url),
    orchestrator: new PaymentOrchestrator({ client, vault }),
    pass: async (time) => {
      await environment.sleep(time);
      await follow();
    },
    close: async () => {
      workers.shutdown();
      await running;
      await connections.close();
      await gate.close();
      await simulator.close();
      clock.close();
      await environment.teardown();
    },
  };
}

/**
 * Hints without end make a collection's history long: it goes on in its next run.
 * @param told what each of them tells; nothing, as by hand, where few bytes matter
 */
export async function floodIntoNextRun(
  stage: LeapingStage,
  invoice: InvoiceRequest,
  told: readonly Hint[] = [{ evidence: 'webhook', event: 'flood' }],
): Promise<void> {
  const handle = stage.client.workflow.getHandle(workflowIdOf(invoice));
  const firstRun = await runIdOf(stage.client, handle.workflowId);
  for (;;) {
    const flood = Array.from({ length: 25 }, () => handle.signal(hintSignal.name, ...told));
    await Promise.all(flood);
    const { historyLength, runId } = await handle.describe();
    if (runId !== firstRun) break;
    if (historyLength > 1_000) await stage.pass('1 minutes');
  }
}
