import type { ManagedClock } from './clock.js';
import type { ReceiptMode } from './razorpay/state.js';

/** How the simulator is set up; what is not required has the default of the real service. */
export interface SimulatorOptions {
  /** 0 (default): any free port. */
  readonly port?: number;
  /** Default 127.0.0.1: the control API has no authentication. */
  readonly host?: string;
  readonly keyId: string;
  readonly keySecret: string;
  /** Where Razorpay's webhooks go; without it there are none until the control API names a URL. */
  readonly webhookUrl?: string;
  /** Required with `webhookUrl`. */
  readonly webhookSecret?: string;
  readonly togaiToken: string;
  readonly togaiWebhookUrl?: string;
  readonly togaiWebhookSecret?: string;
  /** Business time per real time, default 1. Ignored when `clock` is given. */
  readonly timeScale?: number;
  /** A clock of one's own, e.g. driven by a time-skipping test server. The simulator does not close it. */
  readonly clock?: ManagedClock;
  /** Calls per second of business time; null: no limit. Default 10. */
  readonly togaiRequestsPerSecond?: number | null;
  /** What a second order with the same receipt meets; Razorpay's own pages contradict each other. Default `allow`. */
  readonly receiptMode?: ReceiptMode;
  /** Makes all ids repeatable; random without it. */
  readonly seed?: number;
  /** Request logging; off by default. */
  readonly logger?: boolean;
}
