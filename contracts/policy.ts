import type { ReminderPolicy } from './reminders.js';

/** What a business decides about collecting; part of a connection's configuration, frozen into a collection when it opens. */
export interface Policy {
  /** How an invoice announced by Togai is collected. A caller of the client library names the mode itself. */
  readonly mode: CollectionMode;
  /** An account without a valid `RazorPayCustomerId`: sync it first, or hold the invoice until it was synced. */
  readonly withoutCustomer: 'sync' | 'hold';
  /** `payment_config` of orders whose caller says nothing else. Minutes. */
  readonly capture: 'automatic' | 'manual';
  readonly automaticExpiryMinutes: number;
  readonly manualExpiryMinutes: number;
  readonly refundSpeed: 'normal' | 'optimum';
  /** How money reaches Togai: the invoice's status becomes PAID, or each capture is recorded. Never both. */
  readonly writeBack: 'mark_paid' | 'record_payment';
  /** Payments tried for one invoice by direct mode. */
  readonly maxAttempts: number;
  /** How a further attempt names its order at Razorpay. */
  readonly retryBy: 'id' | 'receipt';
  /**
   * A severe downtime surely concerns an attempt: send it all the same and tell, or hold it until the downtime ends, for so
   * many minutes at most. One by card is refused instead of held.
   */
  readonly downtimes: 'warn' | 'hold';
  readonly downtimeHoldMinutes: number;
  /** Money kept beyond the target: send it back, or leave it to a person. */
  readonly surplus: 'refund' | 'hold';
  /**
   * Money captured for an invoice that Togai voided meanwhile: leave it to a person, or send it back. What Togai may know of,
   * because it was marked paid or a payment was recorded, is always left to a person.
   */
  readonly voided: 'refund' | 'hold';
  /**
   * Money that Razorpay captures after a collection was cancelled or has expired, while it waits for what is under way: keep
   * it for the invoice that is still due, or send it back. `refund` also leaves authorizations of an expired one to Razorpay.
   */
  readonly capturedWhileClosing: 'keep' | 'refund';
  /**
   * A payment that is authorized when the invoice is paid or voided already: Razorpay gives it back after the manual expiry,
   * or we capture it and send it back at once. The latter only where such money is refunded: see `surplus`, `voided` and
   * `capturedWhileClosing`.
   */
  readonly lateAuthorization?: 'auto_refund' | 'capture_and_refund';
  /**
   * A refund that Razorpay refuses for lack of balance is tried again after so many minutes, 60 when left out, and a person
   * is asked after so many days, 7 when left out.
   */
  readonly refundRetryMinutes?: number;
  readonly refundRetryDays?: number;
  /**
   * How reconciliation begins an open invoice that was never collected. `none`: it is only listed, since the caller may mean
   * to collect it another way, or later.
   */
  readonly reconcileStarts: 'payment_request' | 'none';
  /** First poll after something happened, in seconds; each quiet poll doubles the gap. */
  readonly firstLookSeconds: number;
  /** Longest gap between polls, in minutes. */
  readonly longestLookMinutes: number;
  /** A collection nobody pays ends `expired` after this many days. A payment request expires at the same time. */
  readonly expireAfterDays: number;
  /** How long money may still arrive after an attempt, in days (Razorpay polls banks for 3 to 5 days). */
  readonly lateWindowDays: number;
  /** How long a lost answer is looked for before its attempt is called unknown, in minutes. */
  readonly unknownAfterMinutes: number;
  /** Who tells the customer of a payment request. Razorpay sends only what is switched on. */
  readonly notifyBySms: boolean;
  readonly notifyByEmail: boolean;
  /** When the customer is told again of an unpaid payment request; left out: never. */
  readonly reminders?: ReminderPolicy;
}

/** `direct`: our caller submits payments. `payment_request`: the customer pays on Razorpay's hosted page. */
export type CollectionMode = 'direct' | 'payment_request';

export const defaultPolicy: Policy = {
  mode: 'payment_request',
  withoutCustomer: 'sync',
  capture: 'automatic',
  automaticExpiryMinutes: 12,
  manualExpiryMinutes: 7200,
  refundSpeed: 'normal',
  writeBack: 'mark_paid',
  maxAttempts: 5,
  retryBy: 'id',
  downtimes: 'warn',
  downtimeHoldMinutes: 60,
  surplus: 'refund',
  voided: 'hold',
  capturedWhileClosing: 'keep',
  reconcileStarts: 'none',
  firstLookSeconds: 30,
  longestLookMinutes: 1440,
  expireAfterDays: 30,
  lateWindowDays: 5,
  unknownAfterMinutes: 15,
  notifyBySms: false,
  notifyByEmail: true,
};
