import type { Activities } from '../contracts/activities.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { workflowTypes } from '../contracts/names.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { withinDeadline } from './within-deadline.js';

/** The standing of each is asked for next, all within one deadline. */
const PAGE = 100;

/**
 * Temporal: one page of the runs that were stopped before they had an outcome, as far as they had made something at Razorpay.
 * A later run may have taken their collection up. Visibility is a second or two behind.
 */
export function listStopped(): Activities['listStopped'] {
  return ({ connection, pageSize = PAGE, token: asked }) =>
    withinDeadline(async (client) => {
      const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
        ...{ namespace: client.options.namespace, query: toQuery(connection), pageSize },
        ...(asked !== undefined && { nextPageToken: Buffer.from(asked, 'base64') }),
      });
      const before = invoicePaymentWorkflowId(connection, '').length;
      const invoiceIds = executions.flatMap(({ execution }) => execution?.workflowId?.slice(before) ?? []);
      const token = Buffer.from(nextPageToken).toString('base64');
      return {
        ...{ read: executions.length, next: token === '' ? undefined : token },
        invoiceIds: [...new Set(invoiceIds)],
      };
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
