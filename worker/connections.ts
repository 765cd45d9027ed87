import type { ActivityConnection } from '../activities/index.js';
import type { Config, ConnectionConfig } from '../platform/config/config.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import type { ObservedCall } from '../providers/http.js';
import { createRazorpayClient } from '../providers/razorpay/client.js';
import { createRazorpayHttp } from '../providers/razorpay/http.js';
import { createTogaiBillingSystem } from '../providers/togai/billing-system.js';
import { createTogaiHttp } from '../providers/togai/http.js';

/** The connections of the configuration, each with its two HTTP clients. */
export interface Connections {
  find(name: string): ActivityConnection | undefined;
  close(): Promise<void>;
}

export function openConnections(config: Config, metrics?: Metrics): Connections {
  const onCall = ({ provider, operation, outcome }: ObservedCall): void => {
    metrics?.providerCalls.inc({ provider, route: operation, status: String(outcome) });
  };
  const opened = [...config.connections.values()].map((connection) => open(connection, config, onCall));
  const byName = new Map(opened.map(({ connection }) => [connection.name, connection]));
  return {
    find: (name) => byName.get(name),
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}

function open(
  { name, environment, policy, razorpay, togai }: ConnectionConfig,
  config: Config,
  onCall: (call: ObservedCall) => void,
): { connection: ActivityConnection; close: () => Promise<void> } {
  const { keyId, keySecret, baseUrl } = razorpay;
  const razorpayClient = createRazorpayClient(createRazorpayHttp({ baseUrl, keyId, keySecret, onCall }));
  const billing = createTogaiBillingSystem(
    createTogaiHttp({ baseUrl: togai.baseUrl, token: togai.token, onCall }),
    {
      settingNamespace: togai.settingNamespace,
    },
  );
  return {
    connection: {
      ...{ name, environment, policy, keySecret, billing },
      razorpay: razorpayClient,
      publicUrl: config.publicUrl,
    },
    close: async () => {
      await Promise.all([razorpayClient.close(), billing.close()]);
    },
  };
}
