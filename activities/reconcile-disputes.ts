import { cancellationSignal } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Activities } from '../contracts/activities.js';
import type { CollectionResult } from '../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { collectionQuery } from '../contracts/messages.js';
import type { ListedDispute } from '../contracts/reconciliation.js';
import { valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { toDisputeFact } from './disputes.js';
import { toQuery } from './reconcile-lists.js';
import { knownPayments } from './reconcile-temporal.js';
import { withinDeadline } from './within-deadline.js';

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

/** Temporal: the disputes of our collections that the latest run does not know, or knows otherwise. */
export function unknownDisputes(): Activities['unknownDisputes'] {
  const seenBy = knownPayments();
  return async ({ connection, disputes }) => {
    const paymentIds = [...new Set(disputes.map(({ paymentId }) => paymentId))];
    const seen = await seenBy({ connection, paymentIds });
    const ours = disputes.flatMap((dispute) => {
      const of = seen.find(({ paymentId }) => paymentId === dispute.paymentId);
      return of ? [{ ...dispute, invoiceId: of.invoiceId }] : [];
    });
    const unknown: (ListedDispute & { readonly invoiceId: string })[] = [];
    for (const dispute of ours) {
      const { invoiceId, disputeId, status } = dispute;
      const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
      const known = await withinDeadline((client) => knownDisputes(client, workflowId));
      if (!known.some((other) => other.disputeId === disputeId && other.status === status))
        unknown.push(dispute);
    }
    return unknown;
  };
}

/** A run that cannot tell, since it was stopped or has no worker, counts as one that knows none: a hint costs it one look. */
async function knownDisputes(client: Client, workflowId: string): Promise<readonly ListedDispute[]> {
  const handle = client.workflow.getHandle<() => Promise<CollectionResult>>(workflowId);
  try {
    const { status } = await handle.describe();
    if (status.name === 'COMPLETED') return (await handle.result()).disputes ?? [];
    return status.name === 'RUNNING' ? ((await handle.query(collectionQuery)).disputes ?? []) : [];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}
