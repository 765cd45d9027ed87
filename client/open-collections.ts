import type { Client } from '@temporalio/client';
import type { CollectionState } from '../contracts/collection.js';
import { workflowTypes } from '../contracts/names.js';
import type { ListOpenCollectionsRequest } from '../contracts/requests.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { OPEN_STATUS } from '../platform/temporal/open-status.js';
import { isState } from './attribute-values.js';

/** One open collection as visibility knows it: a second or two behind, and without a call to its workflow. */
export interface OpenCollection {
  readonly workflowId: string;
  readonly connection: string;
  readonly invoiceId: string;
  readonly accountId: string | undefined;
  readonly state: CollectionState;
  readonly heldReason: string | undefined;
  readonly heldSince: Date | undefined;
  /** Subunits of `currency`. */
  readonly amountDue: number | undefined;
  readonly amountPaid: number | undefined;
  readonly currency: string | undefined;
  readonly orderIds: readonly string[];
  readonly paymentIds: readonly string[];
  readonly dueDate: Date | undefined;
  readonly nextLook: Date | undefined;
  readonly openedAt: Date | undefined;
}

/** The values were parsed: neither a connection's name nor a state can hold a quote. */
function toQuery({ connection, state }: ListOpenCollectionsRequest): string {
  return [
    `WorkflowType = '${workflowTypes.invoicePayment}'`,
    OPEN_STATUS,
    ...(connection === undefined ? [] : [`${keys.connection.name} = '${connection}'`]),
    ...(state === undefined ? [] : [`${keys.state.name} = '${state}'`]),
  ].join(' AND ');
}

/** Open collections, newest first, at most `limit`. */
export async function listOpen(
  client: Client,
  request: ListOpenCollectionsRequest,
): Promise<OpenCollection[]> {
  const found: OpenCollection[] = [];
  const pageSize = Math.min(request.limit, 200);
  for await (const execution of client.workflow.list({ query: toQuery(request), pageSize })) {
    const attributes = execution.typedSearchAttributes;
    const state = attributes.get(keys.state);
    const heldSince = attributes.get(keys.heldSince);
    found.push({
      workflowId: execution.workflowId,
      connection: attributes.get(keys.connection) ?? '',
      invoiceId: attributes.get(keys.invoiceId) ?? '',
      accountId: attributes.get(keys.accountId),
      state: isState(state) ? state : 'opening',
      heldReason: attributes.get(keys.heldReason),
      heldSince: heldSince === undefined ? undefined : new Date(heldSince),
      amountDue: attributes.get(keys.amountDue),
      amountPaid: attributes.get(keys.amountPaid),
      currency: attributes.get(keys.currency),
      orderIds: attributes.get(keys.orderIds) ?? [],
      paymentIds: attributes.get(keys.paymentIds) ?? [],
      dueDate: attributes.get(keys.dueDate),
      nextLook: attributes.get(keys.nextLook),
      openedAt: attributes.get(keys.openedAt),
    });
    if (found.length === request.limit) break;
  }
  return found;
}
