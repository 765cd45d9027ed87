import type { CarriedCollection } from '../contracts/collection.js';
import type { ReminderWindow } from '../contracts/reminders.js';
import { openAttempts } from './admission.js';
import { HOUR } from './clock.js';
import { isOutdated, latestRequest } from './latest-request.js';
import { allPayments, isOpenPayment, kept } from './sums.js';

/** Between two messages about one invoice, the request itself among them. */
const LEAST_GAP = 12 * HOUR;

/** The next reminder: its step, and when it is due. */
export interface NextReminder {
  readonly step: number;
  /** Business time, Unix milliseconds; not after `now` when it is due. */
  readonly at: number;
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
>;

/**
 * The payment request the customer may be reminded of: of a hosted page, issued, over exactly what is due, while nothing is
 * held or closing and no money is under way.
 */
export function remindable(situation: ReminderSituation): string | undefined {
  const { mode, ready, held, closing, writtenBack, target, attempts, facts } = situation;
  if (mode !== 'payment_request' || !ready || held || closing || writtenBack) return undefined;
  if (kept(facts) > 0 || allPayments(facts).some(isOpenPayment)) return undefined;
  if (openAttempts(attempts, facts).length > 0) return undefined;
  const latest = latestRequest(situation);
  if (!latest || !target || isOutdated(latest, target)) return undefined;
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
  const { openedAt, requestedAt = openedAt, reminderPlan, reminders = [] } = situation;
  const windows = reminderPlan?.windows ?? [];
  const told = Math.max(requestedAt, ...reminders.map(({ at }) => at));
  const over = new Set(reminders.map(({ step }) => step));
  for (const { step, from } of windows) if (from < requestedAt) over.add(step);
  for (const { step, from, until } of windows) {
    const at = Math.max(from, told + LEAST_GAP);
    if (!over.has(step) && now < until && at < until) return { step, at };
  }
  return undefined;
}

/** In words: `3 days before the due date`. */
export function stepText(step: ReminderWindow['step']): string {
  if (step === 0) return 'on the due date';
  const days = Math.abs(step);
  return `${days} ${days === 1 ? 'day' : 'days'} ${step < 0 ? 'before' : 'after'} the due date`;
}
