import {
  QueryNotRegisteredError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import type { CollectionResult, CollectionView } from '../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { collectionQuery } from '../contracts/messages.js';
import type { InvoiceRequest } from '../contracts/requests.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import type { Clock } from '../platform/clock.js';
import { isOpen } from '../platform/temporal/open-status.js';
import { isOutcome, isState } from './attribute-values.js';

/** A worker that is there answers a query at once; one that is away must not keep the caller waiting. */
const queryDeadlineMs = 3_000;

/** Without a worker only the search attributes and a closed run's result tell; what they do not hold is empty. */
function viewFromServer(
  { connection, invoiceId }: InvoiceRequest,
  description: WorkflowExecutionDescription,
  result: CollectionResult | undefined,
): CollectionView {
  const attributes = description.typedSearchAttributes;
  const open = isOpen(description.status);
  const state = attributes.get(keys.state);
  const outcome = attributes.get(keys.outcome);
  return {
    connection,
    invoiceId,
    accountId: attributes.get(keys.accountId),
    mode: undefined,
    state: open && isState(state) ? state : open ? 'opening' : 'ended',
    outcome: result?.outcome ?? (isOutcome(outcome) ? outcome : undefined),
    outcomeReason: result?.reason ?? (open ? undefined : description.status.name.toLowerCase()),
    held: undefined,
    amountDue: result?.amountDue,
    amountPaid: result?.amountPaid ?? attributes.get(keys.amountPaid) ?? 0,
    rounds: [],
    attempts: [],
    paymentIds: result?.paymentIds ?? attributes.get(keys.paymentIds) ?? [],
    waitingFor: open ? `${whoMustAnswer(description)}, this is what the search attributes tell` : '',
    nextLook: attributes.get(keys.nextLook)?.getTime(),
    lastVerdict: undefined,
    looks: 0,
    reminders: [],
    nextReminder: undefined,
  };
}

function whoMustAnswer({ status }: WorkflowExecutionDescription): string {
  return status.name === 'PAUSED'
    ? 'whoever paused the workflow: until it goes on nobody answers'
    : 'a worker: none answered';
}

/** The collection as its workflow tells it; without a worker, as the server knows it. @throws WorkflowNotFoundError */
export async function readState(
  client: Client,
  clock: Clock,
  request: InvoiceRequest,
): Promise<CollectionView> {
  const handle = client.workflow.getHandle<() => Promise<CollectionResult>>(
    invoicePaymentWorkflowId(request.connection, request.invoiceId),
  );
  try {
    return await client.withDeadline(clock.now() + queryDeadlineMs, () => handle.query(collectionQuery));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw error;
    if (error instanceof QueryNotRegisteredError) throw error;
  }
  const description = await handle.describe();
  const result = description.status.name === 'COMPLETED' ? await handle.result() : undefined;
  return viewFromServer(request, description, result);
}
