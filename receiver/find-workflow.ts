import type { Client } from '@temporalio/client';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { workflowTypes } from '../contracts/names.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { isOpen } from '../platform/temporal/open-status.js';
import type { OwnerNotes, WebhookSubject } from './webhook-body.js';

/** The workflow that our own notes name, if they name this connection. */
export function workflowByNotes(connection: string, notes: OwnerNotes | undefined): string | undefined {
  return notes?.connection === connection ? invoicePaymentWorkflowId(connection, notes.invoiceId) : undefined;
}

/**
 * The collection that knows one of the ids, through visibility: a second or two behind. An open one comes first.
 * Two connections may share a Razorpay account, so only this connection's collections count.
 */
export async function workflowByIds(
  client: Client,
  connection: string,
  subject: WebhookSubject,
): Promise<string | undefined> {
  // Parsed values: neither ids nor a connection's name can hold a quote.
  const conditions = [
    [keys.orderIds.name, subject.orderId] as const,
    [keys.paymentIds.name, subject.paymentId] as const,
    [keys.razorpayInvoiceIds.name, subject.razorpayInvoiceId] as const,
  ].flatMap(([name, id]) => (id === undefined ? [] : [`${name} = '${id}'`]));
  if (conditions.length === 0) return undefined;
  const query = [
    `WorkflowType = '${workflowTypes.invoicePayment}'`,
    `${keys.connection.name} = '${connection}'`,
    `(${conditions.join(' OR ')})`,
  ].join(' AND ');
  let closed: string | undefined;
  for await (const { workflowId, status } of client.workflow.list({ query, pageSize: 10 })) {
    if (isOpen(status)) return workflowId;
    closed ??= workflowId;
  }
  return closed;
}
