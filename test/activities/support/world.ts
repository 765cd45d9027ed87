import type { Client } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { onTestFinished, vi } from 'vitest';
import { createActivities, type ActivityConnection } from '../../../activities/index.js';
import type { Activities } from '../../../contracts/activities.js';
import { defaultPolicy, type Policy } from '../../../contracts/policy.js';
import { wallClock } from '../../../platform/clock.js';
import { createMetrics } from '../../../platform/telemetry/metrics.js';
import type { CardVault } from '../../../platform/vault/card-vault.js';
import { createInMemoryVault } from '../../../platform/vault/in-memory-vault.js';
import { createRazorpayClient } from '../../../providers/razorpay/client.js';
import { createRazorpayHttp } from '../../../providers/razorpay/http.js';
import { createKnownDowntimes } from '../../../providers/razorpay/known-downtimes.js';
import { createKnownInstruments } from '../../../providers/razorpay/known-instruments.js';
import { createStrain } from '../../../providers/razorpay/strain.js';
import { createTogaiBillingSystem } from '../../../providers/togai/billing-system.js';
import { createTogaiHttp } from '../../../providers/togai/http.js';
import { createTogaiSeeder, type TogaiSeeder } from '../../../testbed/simulator/seed-togai.js';
import { SimulatedCustomer } from '../../../testbed/simulator/razorpay/customer.js';
import { startSimulator, type Simulator } from '../../../testbed/simulator/server.js';
import { startLossyProxy, type LossyProxy } from './lossy-proxy.js';

export const keySecret = 'key-secret';

/** Activities that fail on purpose are not worth a line. */
const quiet = new DefaultLogger('ERROR');

/** What Temporal tells one try of an activity. */
export interface Try {
  readonly attempt: number;
  readonly heartbeatDetails?: unknown;
  readonly isLocal?: boolean;
  readonly scheduledTimestampMs?: number;
  readonly currentAttemptScheduledTimestampMs?: number;
}

/** The first number again, a minute after the activity was scheduled: what a reset leaves, and a pause before the first try. */
export const putBack: Try = {
  ...{ attempt: 1, scheduledTimestampMs: 1_000, currentAttemptScheduledTimestampMs: 61_000 },
};

/** Both providers simulated, a proxy that loses answers in between, and the activities as a worker runs them. */
export interface World {
  readonly simulator: Simulator;
  readonly proxy: LossyProxy;
  readonly vault: CardVault;
  readonly togai: TogaiSeeder;
  readonly shopper: SimulatedCustomer;
  readonly connection: ActivityConnection;
  /** A heartbeat that waits for the server's answer: the call that an activity makes itself. */
  readonly heartbeatCall: ReturnType<typeof vi.fn<() => Promise<object>>>;
  /** Runs a part of an activity, where it finds an activity's context. */
  inActivity<Result>(part: (connection: ActivityConnection) => Promise<Result>): Promise<Result>;
  /** Runs one try of an activity. */
  run<Name extends keyof Activities>(
    name: Name,
    input: Parameters<Activities[Name]>[0],
    info?: Try,
  ): Promise<Awaited<ReturnType<Activities[Name]>>>;
  /** What a failing try threw, and the details of its last heartbeat. */
  failing<Name extends keyof Activities>(
    name: Name,
    input: Parameters<Activities[Name]>[0],
    info?: Try,
  ): Promise<{ readonly failure: ApplicationFailure; readonly heartbeat: unknown }>;
}

export async function createWorld(
  receiptMode: 'allow' | 'reject' | 'reuse' = 'allow',
  policy: Partial<Policy> = {},
): Promise<World> {
  const simulator = await startSimulator({
    keyId: 'rzp_test_activities',
    keySecret,
    togaiToken: 'togai-token',
    togaiRequestsPerSecond: null,
    receiptMode,
  });
  const proxy = await startLossyProxy(simulator.url);
  const strain = createStrain(wallClock);
  const razorpay = createRazorpayClient(
    createRazorpayHttp({
      baseUrl: `${proxy.url}/v1`,
      ...{ keyId: 'rzp_test_activities', keySecret },
      onCall: (call) => strain.note(call),
    }),
  );
  const billing = createTogaiBillingSystem(
    createTogaiHttp({ baseUrl: `${proxy.url}/togai`, token: 'togai-token', clock: wallClock }),
    { settingNamespace: 'USER' },
  );
  onTestFinished(async () => {
    await Promise.all([razorpay.close(), billing.close()]);
    await proxy.close();
    await simulator.close();
  });
  const connection: ActivityConnection = {
    name: 'main',
    environment: 'test',
    policy: { ...defaultPolicy, ...policy },
    razorpay,
    downtimes: createKnownDowntimes(razorpay, simulator.clock),
    instruments: createKnownInstruments(razorpay, simulator.clock),
    strain,
    billing,
    keySecret,
    publicUrl: 'https://pay.example.com',
  };
  const vault = createInMemoryVault(wallClock);
  const activities: Activities = createActivities({
    connection: (name) => (name === connection.name ? connection : undefined),
    ...{ vault, clock: wallClock, time: undefined },
    logger: { warn: () => undefined },
    metrics: createMetrics(),
  });
  const heartbeatCall = vi.fn(() => Promise.resolve({}));
  const client: object = {
    options: { namespace: 'default', identity: 'test' },
    withAbortSignal: (_signal: AbortSignal, run: () => Promise<unknown>) => run(),
    withDeadline: (_deadline: Date, call: () => Promise<object>) => call(),
    workflowService: { recordActivityTaskHeartbeat: heartbeatCall },
  };
  const environmentOf = (info: Try) =>
    new MockActivityEnvironment(info, { logger: quiet, client: client as Client });
  const run: World['run'] = (name, input, info = { attempt: 1 }) =>
    environmentOf(info).run(activities[name] as never, input as never);
  return {
    simulator,
    proxy,
    vault,
    togai: createTogaiSeeder({ togaiUrl: simulator.togaiUrl, token: 'togai-token' }),
    shopper: new SimulatedCustomer(simulator.url),
    ...{ connection, heartbeatCall },
    inActivity: (part) => new MockActivityEnvironment({}, { logger: quiet }).run(() => part(connection)),
    run,
    async failing(name, input, info = { attempt: 1 }) {
      const environment = environmentOf(info);
      let heartbeat: unknown;
      environment.on('heartbeat', (details: unknown) => (heartbeat = details));
      const failure = await environment.run(activities[name] as never, input as never).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) throw new Error(`${name} did not fail`);
      return { failure: failure as ApplicationFailure, heartbeat };
    },
  };
}

/** Orders and payments that exist at the simulated Razorpay. */
export function made({ simulator }: World): { readonly orders: number; readonly payments: number } {
  const { orders, payments } = simulator.razorpay.state;
  return { orders: orders.size, payments: payments.size };
}

/** Requests that may have changed something, as the activities sent them. */
export function writes({ proxy }: World): readonly string[] {
  return proxy.seen.filter((seen) => !seen.startsWith('GET '));
}

/** Makes one of Razorpay's lists answer empty, as a list that lags does; the function it returns ends that. */
export function lagging(
  { connection }: World,
  list: 'ordersByReceipt' | 'invoicesByReceipt' | 'refundsOfPayment',
): () => void {
  const real: unknown = Reflect.get(connection.razorpay, list);
  Object.assign(connection.razorpay, { [list]: () => Promise.resolve({ ok: true, value: [] }) });
  return () => void Object.assign(connection.razorpay, { [list]: real });
}
