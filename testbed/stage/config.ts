import { nanoid } from 'nanoid';
import type { BusinessTime } from '../../contracts/collection.js';
import { defaultPolicy, type Policy } from '../../contracts/policy.js';
import type { Config, ConnectionConfig } from '../../platform/config/config.js';
import type { KeyRing } from '../../platform/temporal/key-ring.js';

/** The one connection of a stage. */
export const connectionName = 'demo';

/** Credentials that only this process and its simulator know, made anew each time. */
export interface StageCredentials {
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookSecret: string;
  readonly togaiToken: string;
  readonly togaiWebhookSecret: string;
}

export function makeCredentials(): StageCredentials {
  return {
    keyId: `rzp_test_${nanoid(14).replace(/[^A-Za-z0-9]/g, '0')}`,
    keySecret: nanoid(24),
    webhookSecret: nanoid(24),
    togaiToken: nanoid(24),
    togaiWebhookSecret: nanoid(24),
  };
}

export interface StageConfigOptions {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly keyRing: KeyRing;
  readonly credentials: StageCredentials;
  readonly razorpayUrl: string;
  readonly togaiUrl: string;
  readonly publicUrl: string;
  readonly time: BusinessTime;
  readonly policy?: Partial<Policy>;
}

/** The configuration that a file would hold, for simulated providers. */
export function stageConfig(options: StageConfigOptions): Config & { readonly connection: ConnectionConfig } {
  const { credentials, keyRing, publicUrl, temporal, time } = options;
  const { keyId, keySecret, webhookSecret, togaiToken, togaiWebhookSecret } = credentials;
  const connection: ConnectionConfig = {
    name: connectionName,
    environment: 'test',
    razorpay: {
      ...{ keyId, keySecret, webhookSecret, webhookSecretPrevious: undefined },
      ...{ baseUrl: options.razorpayUrl, requestsPerSecond: 20 },
    },
    togai: {
      ...{ token: togaiToken, webhookSecret: togaiWebhookSecret, settingNamespace: 'USER' },
      ...{ baseUrl: options.togaiUrl, requestsPerSecond: 10 },
    },
    returnUrl: 'https://shop.example/after-payment',
    policy: { ...defaultPolicy, ...options.policy },
  };
  return {
    ...{ temporal, keyRing, publicUrl, time, connection },
    connections: new Map([[connectionName, connection]]),
  };
}
