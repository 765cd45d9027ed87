import { allHandlersFinished, condition, makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import type { InvoicePaymentInput } from '../../contracts/collection.js';
import type { Collection } from './collection.js';
import { nextNews } from './reminders.js';
import { showWaiting } from './visibility.js';

/** A run's history is cut here at the latest, far under the server's 51,200 events. */
const EVENTS_PER_RUN = 1_000;

/** Waits for a hint, a submission, a cancellation, or the next look. */
export async function waitForNews(collection: Collection): Promise<undefined> {
  showWaiting(collection);
  for (const pending of collection.submissions) pending.takesLong();
  const asked = (): boolean => collection.hasSubmission() || collection.cancelIsDue();
  if (historyIsLong()) {
    // The task that looked must not end the run: a timer first, then a task of its own. Hints do not hold it up, or a
    // flood of them would grow the run without end.
    if (await condition(asked, '1 second', { summary: 'history is long: continue as new' })) return undefined;
    await condition(() => allHandlersFinished() || asked());
    if (!asked()) await continueAsNew(collection);
    return undefined;
  }
  const news = (): boolean => collection.hints.length > 0 || asked();
  collection.isFree = true;
  const { at, what } = nextNews(collection);
  await condition(news, collection.realDelay(at), {
    summary: `${collection.data.state}: ${what}, until ${new Date(at).toISOString()}`,
  });
  return undefined;
}

function historyIsLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= EVENTS_PER_RUN;
}

async function continueAsNew(collection: Collection): Promise<never> {
  const { connection, invoiceId, time, data } = collection;
  // A hint carries no truth but that it is time to look.
  if (collection.takeHints().length > 0) collection.lookNow();
  const { reminderPlan } = data;
  const carried = { ...data, ...(reminderPlan && { reminderPlan: { ...reminderPlan, run: undefined } }) };
  const input: InvoicePaymentInput = { connection, invoiceId, time, mode: data.mode, carried };
  const next = makeContinueAsNewFunc<(next: InvoicePaymentInput) => Promise<unknown>>();
  return next(input);
}
