import type { Activities } from '../contracts/activities.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { workflowTypes } from '../contracts/names.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { listPage } from '../platform/temporal/list-page.js';
import { withinDeadline } from './within-deadline.js';

/** The standing of each is asked for next, all within one deadline. */
const PAGE = 100;

/**
 * Temporal: one page of the runs that were stopped before they had an outcome, as far as they had made something at Razorpay.
 * A later run may have taken their collection up. Visibility is a second or two behind.
 */
export function listStopped(): Activities['listStopped'] {
  return ({ connection, pageSize = PAGE, token }) =>
    withinDeadline(async (client) => {
      const { executions, next } = await listPage(client, { query: toQuery(connection), pageSize, token });
      const before = invoicePaymentWorkflowId(connection, '').length;
      const invoiceIds = executions.flatMap(({ execution }) => execution?.workflowId?.slice(before) ?? []);
      return { read: executions.length, next, invoiceIds: [...new Set(invoiceIds)] };
    });
}

/** A connection's name holds no quote. */
function toQuery(connection: string): string {
  return [
    `WorkflowType = '${workflowTypes.invoicePayment}'`,
    `ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`,
    `${keys.connection.name} = '${connection}'`,
    `(${keys.orderIds.name} IS NOT NULL OR ${keys.razorpayInvoiceIds.name} IS NOT NULL)`,
  ].join(' AND ');
}
