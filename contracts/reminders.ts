import type { DowntimeAdvice } from './downtime.js';

/** When and how a payment request is announced again; part of a connection's policy. */
export interface ReminderPolicy {
  /** Days counted from the due date: -3 is three days before it. Each is one step. */
  readonly days: readonly number[];
  /** IANA name of the time zone in which the due date is a day; also of customers whose country does not tell theirs. */
  readonly timeZone: string;
  /**
   * Outside these times of day nobody is reminded: `HH:MM` where the customer is, by the country of the billing address. A
   * reminder goes out when the day's time begins.
   */
  readonly from: string;
  readonly to: string;
  /** `notify_by` of Razorpay's invoices: a message for each, as Razorpay itself words it. */
  readonly channels: readonly ReminderChannel[];
}

export type ReminderChannel = 'sms' | 'email';

/** A time in which a step may be sent. Windows of one invoice never overlap, so no two steps are ever due at once. */
export interface ReminderWindow {
  /** The step: days from the due date. */
  readonly step: number;
  /** Business time, Unix milliseconds; `until` is past the end. */
  readonly from: number;
  readonly until: number;
}

/** When the steps of an invoice may be sent, as decided when it was read. */
export interface ReminderPlan {
  /** Earliest first. */
  readonly windows: readonly ReminderWindow[];
  /**
   * The run (of Temporal) that the reading was made for. Another one than before: an operator reset the collection, which
   * forgot what it sent since. Undefined at the beginning of a run that continues another.
   */
  readonly run: string | undefined;
}

/** Reminders wait while a whole method is down: the customer would be asked to pay by what does not work. */
export interface ReminderHold {
  readonly downtime: DowntimeAdvice;
  /** Business time, Unix milliseconds: nothing is sent before, and then it is asked after again. */
  readonly until: number;
}

/** One step that was sent. It is never sent again, whatever came of it. */
export interface SentReminder {
  readonly step: number;
  /** Business time, Unix milliseconds. */
  readonly at: number;
  readonly channels: readonly ReminderChannel[];
  /** Those that Razorpay refused, or whose end nobody reported. */
  readonly failed: readonly ReminderChannel[];
}
