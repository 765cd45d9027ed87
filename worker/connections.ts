import type { ActivityConnection } from '../activities/index.js';
import type { Clock } from '../platform/clock.js';
import type { Config, ConnectionConfig } from '../platform/config/config.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import type { ObservedCall } from '../providers/http.js';
import { openProviders } from '../providers/open-providers.js';
import { createKnownDowntimes } from '../providers/razorpay/known-downtimes.js';
import { createKnownInstruments } from '../providers/razorpay/known-instruments.js';
import { createStrain } from '../providers/razorpay/strain.js';

/** The connections of the configuration, each with its two HTTP clients. */
export interface Connections {
  find(name: string): ActivityConnection | undefined;
  close(): Promise<void>;
}

/** @param clock wall time, except where a test makes time pass */
export function openConnections(config: Config, clock: Clock, metrics?: Metrics): Connections {
  const onCall = ({ provider, operation, outcome }: ObservedCall): void => {
    metrics?.providerCalls.inc({ provider, route: operation, status: String(outcome) });
  };
  const opened = [...config.connections.values()].map((connection) =>
    open(connection, config, onCall, clock),
  );
  const byName = new Map(opened.map(({ connection }) => [connection.name, connection]));
  return {
    find: (name) => byName.get(name),
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}

function open(
  config: ConnectionConfig,
  { publicUrl }: Config,
  onCall: (call: ObservedCall) => void,
  clock: Clock,
): { connection: ActivityConnection; close: () => Promise<void> } {
  const { name, environment, policy } = config;
  const strain = createStrain(clock);
  const observe = (call: ObservedCall): void => {
    if (call.provider === 'razorpay') strain.note(call);
    onCall(call);
  };
  const providers = openProviders(config, observe, clock);
  const { razorpay, billing } = providers;
  const { keySecret } = config.razorpay;
  return {
    connection: {
      ...{ name, environment, policy, keySecret, publicUrl, razorpay, billing, strain },
      downtimes: createKnownDowntimes(razorpay, clock),
      instruments: createKnownInstruments(razorpay, clock),
    },
    close: () => providers.close(),
  };
}
