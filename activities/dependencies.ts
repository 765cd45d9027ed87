import type { BusinessTime } from '../contracts/collection.js';
import type { Policy } from '../contracts/policy.js';
import type { Clock } from '../platform/clock.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import type { CardVault } from '../platform/vault/card-vault.js';
import type { BillingSystem } from '../providers/billing-system.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { KnownDowntimes } from '../providers/razorpay/known-downtimes.js';
import type { KnownInstruments } from '../providers/razorpay/known-instruments.js';
import type { Strain } from '../providers/razorpay/strain.js';

/** What the activities need of one connection; the worker builds it from the configuration. */
export interface ActivityConnection {
  readonly name: string;
  readonly environment: 'test' | 'live';
  readonly policy: Policy;
  readonly razorpay: RazorpayClient;
  /** Shared by all activities of the process. */
  readonly downtimes: KnownDowntimes;
  /** Shared like them. */
  readonly instruments: KnownInstruments;
  /** Of Razorpay, shared like them. */
  readonly strain: Pick<Strain, 'isFelt'>;
  readonly billing: BillingSystem;
  /** Razorpay's key secret; signs success callbacks. */
  readonly keySecret: string;
  /** Where Razorpay and customers' browsers reach the receiver, without a slash at the end. */
  readonly publicUrl: string;
}

/** The part of a pino logger the activities use. No personal data goes in. */
export interface ActivityLogger {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ActivityDependencies {
  connection(name: string): ActivityConnection | undefined;
  readonly vault: CardVault;
  /** The machine's. */
  readonly clock: Clock;
  /** The business clock of storms and demos. */
  readonly time: BusinessTime | undefined;
  readonly logger: ActivityLogger;
  readonly metrics: Pick<Metrics, 'held' | 'heldOldest' | 'heldRead'>;
}
