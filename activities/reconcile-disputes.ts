import { cancellationSignal, getClient } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import type { CollectionResult, CollectionView } from '../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { collectionQuery } from '../contracts/messages.js';
import type { KnownPayment, ListedDispute } from '../contracts/reconciliation.js';
import { valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { toDisputeFact } from './disputes.js';
import { toQuery } from './reconcile-lists.js';
import { knownPayments } from './reconcile-temporal.js';

/** Razorpay: one page of disputes. */
export function listDisputes(dependencies: ActivityDependencies): Activities['listDisputes'] {
  return async ({ connection, ...page }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const query = toQuery(page);
    const items = valueOf(await razorpay.listDisputes(query, cancellationSignal()), 'disputes');
    return {
      ...{ read: items.length, more: items.length === query.count },
      disputes: items
        .map(toDisputeFact)
        .map(({ disputeId, paymentId, status }) => ({ disputeId, paymentId, status })),
    };
  };
}

/** Collections asked at the same time. */
const ASKED_AT_ONCE = 10;

/** A worker that is there answers at once; a collection that cannot answer must not cost the others their turn. */
const PATIENCE_MS = 2_000;

/** All have told by then, counted from the beginning of the try, which the server gives up at 15 s. */
const ALL_TOLD_MS = 13_000;

/** Temporal: the disputes of our collections that the latest run does not know, or knows otherwise. */
export function unknownDisputes(): Activities['unknownDisputes'] {
  const seenBy = knownPayments();
  return async ({ connection, disputes }) => {
    const end = Date.now() + ALL_TOLD_MS;
    const paymentIds = [...new Set(disputes.map(({ paymentId }) => paymentId))];
    const seen = await seenBy({ connection, paymentIds });
    const ours = disputes.flatMap((dispute) => {
      const collection = seen.find(({ paymentId }) => paymentId === dispute.paymentId);
      return collection ? [{ dispute, collection }] : [];
    });
    const unknown: (ListedDispute & { readonly invoiceId: string })[] = [];
    for (let start = 0; start < ours.length; start += ASKED_AT_ONCE) {
      const deadline = Math.min(Date.now() + PATIENCE_MS, end);
      const asked = ours.slice(start, start + ASKED_AT_ONCE).map(async ({ dispute, collection }) => {
        const known = await knownDisputes(connection, collection, deadline);
        const { disputeId, status } = dispute;
        const isKnown = known.some((other) => other.disputeId === disputeId && other.status === status);
        return isKnown ? [] : [{ ...dispute, invoiceId: collection.invoiceId }];
      });
      unknown.push(...(await Promise.all(asked)).flat());
    }
    return unknown;
  };
}

/**
 * A collection that cannot tell, since it was stopped, its task fails, no key reads it or no worker answers, counts as one
 * that knows none: a hint costs it one look.
 */
async function knownDisputes(
  connection: string,
  { invoiceId, standing }: KnownPayment,
  deadline: number,
): Promise<readonly ListedDispute[]> {
  const client = getClient();
  const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
  const handle = client.workflow.getHandle<() => Promise<CollectionResult>>(workflowId);
  try {
    const told = await client.withDeadline(deadline, (): Promise<CollectionView | CollectionResult> =>
      standing === 'running' ? handle.query(collectionQuery) : handle.result(),
    );
    return told.disputes ?? [];
  } catch {
    return [];
  }
}
