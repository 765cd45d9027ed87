import type { CarriedCollection } from '../contracts/collection.js';
import type { DowntimeAdvice } from '../contracts/downtime.js';
import type { ReminderHold, ReminderWindow } from '../contracts/reminders.js';
import { openAttempts } from './admission.js';
import { HOUR, MINUTE } from './clock.js';
import { instrumentText } from './payment-instrument.js';
import { latestRequest } from './latest-request.js';
import { isSame } from './money.js';
import { allPayments, dueOn, isOpenPayment } from './sums.js';

/** A reminder that a downtime holds back asks so much later whether it is over: a look and a read each time. */
const HOLD = 30 * MINUTE;

/** Between two messages about one invoice, the request itself among them. */
const LEAST_GAP = 12 * HOUR;

/** The next reminder: its step, and when it is due. */
export interface NextReminder {
  readonly step: number;
  /** Business time, Unix milliseconds; not after `now` when it is due. */
  readonly at: number;
  /** The outage it waits for; left out when it comes at its own time. */
  readonly downtime?: DowntimeAdvice;
}

/** What a reminder depends on. Times are business time, Unix milliseconds. */
export type ReminderSituation = Pick<
  CarriedCollection,
  | 'mode'
  | 'ready'
  | 'held'
  | 'closing'
  | 'writtenBack'
  | 'target'
  | 'rounds'
  | 'attempts'
  | 'facts'
  | 'openedAt'
  | 'requestedAt'
  | 'reminderPlan'
  | 'reminders'
  | 'reminderHold'
>;

/** How long nothing is sent, by what was just read. */
export function reminderHold(downtime: DowntimeAdvice | undefined, now: number): ReminderHold | undefined {
  return downtime && { downtime, until: now + HOLD };
}

/**
 * The payment request the customer may be reminded of: of a hosted page, issued, over exactly what is due, while nothing is
 * held or closing and no money is under way.
 */
export function remindable(situation: ReminderSituation): string | undefined {
  const { mode, ready, held, closing, writtenBack, target, attempts, facts } = situation;
  if (mode !== 'payment_request' || !ready || held || closing || writtenBack) return undefined;
  if (allPayments(facts).some(isOpenPayment)) return undefined;
  if (openAttempts(attempts, facts).length > 0) return undefined;
  const latest = latestRequest(situation);
  if (!latest || !target || !isSame(latest.round.amount, dueOn(undefined, target, facts))) return undefined;
  const { request } = latest;
  return request?.status === 'issued' ? request.razorpayInvoiceId : undefined;
}

/**
 * The step that is due or comes next. A step whose own day began before the customer was asked is none: the request itself
 * stands for it, and so nothing is sent twice by a run that begins anew. A step that was missed gives way to the next one,
 * since windows never overlap.
 */
export function nextReminder(situation: ReminderSituation, now: number): NextReminder | undefined {
  if (remindable(situation) === undefined) return undefined;
  const { openedAt, requestedAt = openedAt, reminderPlan, reminders = [], reminderHold: hold } = situation;
  const windows = reminderPlan?.windows ?? [];
  const told = Math.max(requestedAt, ...reminders.map(({ at }) => at));
  const over = new Set(reminders.map(({ step }) => step));
  for (const { step, from } of windows) if (from < requestedAt) over.add(step);
  for (const { step, from, until } of windows) {
    const own = Math.max(from, told + LEAST_GAP);
    const at = Math.max(own, hold?.until ?? own);
    if (over.has(step) || now >= until || at >= until) continue;
    return hold && at > own ? { step, at, downtime: hold.downtime } : { step, at };
  }
  return undefined;
}

/** In words: `3 days before the due date`. */
export function stepText(step: ReminderWindow['step']): string {
  if (step === 0) return 'on the due date';
  const days = Math.abs(step);
  return `${days} ${days === 1 ? 'day' : 'days'} ${step < 0 ? 'before' : 'after'} the due date`;
}

/** In words, what happens at the time of the next reminder: it is sent, or what holds it back is asked after. */
export function comingText({ step, downtime }: NextReminder): string {
  if (!downtime) return `reminds ${stepText(step)}`;
  return `reminds ${stepText(step)} unless the downtime of ${instrumentText(downtime)} lasts`;
}
