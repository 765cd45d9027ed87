import { allHandlersFinished, CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { CollectionResult, InvoicePaymentInput } from '../contracts/collection.js';
import { close } from './collection/close.js';
import { Collection } from './collection/collection.js';
import { heldAttemptIsDue } from './collection/held-attempt.js';
import { lookAndFollow } from './collection/follow.js';
import { listen } from './collection/handlers.js';
import { open, openToCancel } from './collection/open.js';
import {
  needsPaymentRequest,
  requestIsOutdated,
  requestPayment,
  withdrawRequest,
} from './collection/payment-request.js';
import { remind, reminderIsDue } from './collection/reminders.js';
import { attemptPayment } from './collection/submit.js';
import { showEnd } from './collection/visibility.js';
import { waitForNews } from './collection/wait.js';

/** Collects one invoice: from the first read in Togai to a named outcome. */
export async function invoicePayment(input: InvoicePaymentInput): Promise<CollectionResult> {
  const collection = new Collection(input, Date.now());
  listen(collection);
  cancelOnRequest(collection);
  // Money may be under way: a cancellation closes the collection by its own rules, it tears nothing down.
  return CancellationScope.nonCancellable(async () => {
    let result = await step(collection);
    while (!result) result = await step(collection);
    showEnd(collection, result.outcome, result.reason);
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    return result;
  });
}

/** The story of an invoice: whatever is due first. */
function step(collection: Collection): Promise<CollectionResult | undefined> {
  collection.isFree = false;
  if (collection.cancelIsDue()) return cancel(collection);
  if (collection.opensWithPayment()) return attemptPayment(collection);
  if (!collection.data.ready && collection.lookIsDue()) return open(collection);
  if (collection.mustDiscover() || collection.mustLookFirst()) return lookAndFollow(collection);
  if (needsPaymentRequest(collection)) return requestPayment(collection);
  if (requestIsOutdated(collection)) return withdrawRequest(collection);
  if (collection.hasSubmission() || heldAttemptIsDue(collection)) return attemptPayment(collection);
  if (reminderIsDue(collection)) return remind(collection);
  if (collection.lookIsDue()) return lookAndFollow(collection);
  return waitForNews(collection);
}

/** What is under way is waited out by the loop, whichever run has begun it. */
async function cancel(collection: Collection): Promise<CollectionResult | undefined> {
  if (!collection.data.ready) return openToCancel(collection);
  await close(collection, 'cancelled');
  return undefined;
}

/** The Temporal UI's Cancel button is a wish like `cancelSignal`. */
function cancelOnRequest(collection: Collection): void {
  CancellationScope.current().cancelRequested.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
    collection.data.cancelReason ??= 'cancelled_in_temporal';
  });
}
