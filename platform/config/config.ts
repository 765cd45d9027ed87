import type { BusinessTime } from '../../contracts/collection.js';
import type { Policy } from '../../contracts/policy.js';
import type { KeyRing } from '../temporal/key-ring.js';
import type { ConnectionEnvironment } from './environment-guard.js';

/** One business: its Razorpay key, its Togai token, and how it wants to be paid. */
export interface ConnectionConfig {
  readonly name: string;
  readonly environment: ConnectionEnvironment;
  readonly razorpay: {
    readonly keyId: string;
    readonly keySecret: string;
    readonly webhookSecret: string;
    /** The secret before the last change; still accepted. */
    readonly webhookSecretPrevious: string | undefined;
    /** Without a final slash, with the version: `https://api.razorpay.com/v1`. */
    readonly baseUrl: string;
    readonly requestsPerSecond: number;
  };
  readonly togai: {
    readonly token: string;
    readonly webhookSecret: string;
    /** Without a final slash. */
    readonly baseUrl: string;
    readonly requestsPerSecond: number;
    /** Namespace of the account setting `RazorPayCustomerId`. */
    readonly settingNamespace: string;
  };
  readonly returnUrl: string;
  readonly policy: Policy;
}

/** Everything a process of this product is told from outside, parsed once. */
export interface Config {
  readonly temporal: { readonly address: string | undefined; readonly namespace: string | undefined };
  readonly keyRing: KeyRing;
  /** The receiver's public base URL, without a final slash. */
  readonly publicUrl: string;
  /**
   * The business clock of storms and demos, undefined elsewhere. Its start is told, never taken from a process's own
   * start: one that comes back after a kill would live in an earlier time than the rest.
   */
  readonly time: BusinessTime | undefined;
  readonly connections: ReadonlyMap<string, ConnectionConfig>;
}
