import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { PaymentOrchestrator } from '../client/orchestrator.js';
import type { Clock } from '../platform/clock.js';
import type { Metrics } from '../platform/telemetry/metrics.js';

/** What the receiver needs to know of a connection. */
export interface ReceiverConnection {
  readonly name: string;
  /** The current secret, and the one before it: retries of old events keep their old signature. */
  readonly webhookSecrets: readonly string[];
  /** The API key's secret, which signs success forms. */
  readonly keySecret: string;
  readonly togaiSecret: string;
  /** Where customers go after paying; a plain page without it. */
  readonly returnUrl: string | undefined;
}

export interface ReceiverLimits {
  /** Bytes of a body. */
  readonly bodyBytes: number;
  /** Milliseconds that Temporal gets to answer one request of ours; Razorpay waits 5 s in all. */
  readonly temporalMs: number;
  /** Milliseconds between two signals of one kind to one workflow. */
  readonly hintGapMs: number;
  /** Unsigned failure forms that make us look, per minute. */
  readonly failureHintsPerInvoice: number;
  readonly failureHintsPerAddress: number;
}

export const defaultLimits: ReceiverLimits = {
  bodyBytes: 256 * 1024,
  temporalMs: 2_000,
  hintGapMs: 250,
  failureHintsPerInvoice: 6,
  failureHintsPerAddress: 60,
};

export interface ReceiverDeps {
  readonly connections: { get(name: string): ReceiverConnection | undefined };
  /** Lazily connected: the receiver starts and answers 503 while Temporal is away. */
  readonly client: Client;
  readonly orchestrator: PaymentOrchestrator;
  /** Wall time. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly limits: ReceiverLimits;
  /** Believe X-Forwarded-For; only behind a proxy that sets it. */
  readonly trustProxy: boolean;
}
