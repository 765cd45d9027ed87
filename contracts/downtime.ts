import type { PaymentMethod } from './payment-request.js';

export type DowntimeSeverity = 'high' | 'medium' | 'low';

/** An outage that lasts, as Razorpay tells it. */
export interface Downtime {
  /** Razorpay's word; not always a method of ours. */
  readonly method: string;
  /** Whom it hits, e.g. `{ bank: 'HDFC' }` or `{ network: 'ALL' }`; Razorpay's own words. */
  readonly instrument: Readonly<Record<string, string>>;
  readonly severity: DowntimeSeverity;
  /** Unix seconds; undefined when Razorpay does not say. */
  readonly begin: number | undefined;
}

/** What is told of the worst outage that concerns a payment, or a payment request. */
export interface DowntimeAdvice {
  readonly severity: DowntimeSeverity;
  readonly method: PaymentMethod;
  /** In Razorpay's words: `bank`, `vpa_handle`, `psp`, `flow`, `network`, `issuer`, `card_type`; `ALL` for every one. */
  readonly instrument: Readonly<Record<string, string>>;
  /** Unix milliseconds; left out when Razorpay does not say. */
  readonly since?: number;
  /**
   * False when it hits some payments of this kind, and what was said of this one does not tell: the app a customer will
   * choose, or the bank that issued a card.
   */
  readonly certain: boolean;
  /** Those that no outage concerns as a whole; of the payment's own method, then, other instruments. */
  readonly healthyMethods: readonly PaymentMethod[];
}
