import { cancellationSignal } from '@temporalio/activity';
import type { Activities, InvoiceRead } from '../contracts/activities.js';
import { billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityConnection, ActivityDependencies } from './dependencies.js';

/** Togai: the invoice with its owner's setting, and the connection's policy. @throws INVOICE_NOT_FOUND */
export function readInvoice(dependencies: ActivityDependencies): Activities['readInvoice'] {
  return ({ connection, invoiceId }) => readWithPolicy(connectionOf(dependencies, connection), invoiceId);
}

export async function readWithPolicy(
  { billing, policy }: ActivityConnection,
  invoiceId: string,
): Promise<InvoiceRead> {
  const answer = await billing.readInvoice(invoiceId, cancellationSignal());
  return { invoice: billingValueOf(answer, `invoice ${invoiceId}`, 'INVOICE_NOT_FOUND'), policy };
}
