import type { CollectionResult } from '../../contracts/collection.js';
import type { ReminderChannel } from '../../contracts/reminders.js';
import { comingText, nextReminder, remindable, stepText, type NextReminder } from '../../domain/reminders.js';
import type { Collection } from './collection.js';
import { lookAndFollow } from './follow.js';
import { announce } from './payment-request.js';

/** True while a step of the policy's reminders waits to be sent. */
export function reminderIsDue(collection: Collection): boolean {
  return dueReminder(collection) !== undefined;
}

function dueReminder(collection: Collection): NextReminder | undefined {
  const now = collection.now();
  const next = nextReminder(collection.data, now);
  return next && next.at <= now ? next : undefined;
}

/** When the loop goes on by itself, and with what: the next look, or an attempt or a reminder before it. */
export function nextNews(collection: Collection): { readonly at: number; readonly what: string } {
  const { nextLook, waitingFor, heldAttempt, held } = collection.data;
  if (!held && heldAttempt && heldAttempt.lookAgainAt < nextLook)
    return { at: heldAttempt.lookAgainAt, what: `${waitingFor}, an attempt held by a downtime` };
  const next = nextReminder(collection.data, collection.now());
  return next && next.at < nextLook
    ? { at: next.at, what: `${waitingFor}, ${comingText(next)}` }
    : { at: nextLook, what: waitingFor };
}

/**
 * Tells the customer again of the same payment request. Razorpay and Togai are looked at first: nobody is reminded of an
 * invoice that was paid or voided meanwhile.
 */
export async function remind(collection: Collection): Promise<CollectionResult | undefined> {
  const result = await lookAndFollow(collection, true);
  const due = dueReminder(collection);
  // What arrived while we looked is looked at first; the step is still due afterwards.
  if (result || !due || collection.hints.length > 0 || collection.cancelIsDue()) return result;
  await send(collection, due);
  return undefined;
}

/** Each channel once. The step is noted before it is sent: it is never sent again, whatever comes of it. */
async function send(collection: Collection, { step }: NextReminder): Promise<void> {
  const { data } = collection;
  const requestId = remindable(data);
  const channels = data.policy?.reminders?.channels ?? [];
  if (requestId === undefined) return;
  const failed: ReminderChannel[] = [];
  const sent = { step, at: collection.now(), channels, failed };
  data.reminders = [...(data.reminders ?? []), sent];
  for (const channel of channels) {
    const summary = `remind the customer by ${channel}, ${stepText(step)}`;
    const { run } = data.reminderPlan ?? {};
    if (!(await announce(collection, requestId, channel, summary, run))) failed.push(channel);
  }
}
