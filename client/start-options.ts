import type { Workflow, WorkflowStartOptions } from '@temporalio/client';
import { businessNow } from '../domain/clock.js';
import type { BusinessTime, InvoicePaymentInput } from '../contracts/collection.js';
import type { CustomerSyncInput } from '../contracts/customer-sync.js';
import { customerSyncWorkflowId, invoicePaymentWorkflowId } from '../contracts/ids.js';
import type { CollectionMode } from '../contracts/policy.js';
import { searchAttributeKeys } from '../contracts/search-attributes.js';
import type { Clock } from '../platform/clock.js';

/** Where and when workflows are started. */
export interface StartContext {
  readonly taskQueue: string;
  readonly time: BusinessTime | undefined;
  readonly clock: Clock;
}

type InvoicePayment = (input: InvoicePaymentInput) => Promise<unknown>;
type CustomerSync = (input: CustomerSyncInput) => Promise<unknown>;
type StartOptions<T extends Workflow> = WorkflowStartOptions<T> & {
  workflowIdConflictPolicy: 'USE_EXISTING';
};

/** One collection of an invoice runs at a time; a closed one does not stop a new one, which looks before it acts. */
export function invoicePaymentOptions(
  context: StartContext,
  request: {
    readonly connection: string;
    readonly invoiceId: string;
    readonly mode: CollectionMode | undefined;
  },
): StartOptions<InvoicePayment> {
  const { connection, invoiceId, mode } = request;
  const { time } = context;
  const wallNow = context.clock.now();
  return {
    taskQueue: context.taskQueue,
    workflowId: invoicePaymentWorkflowId(connection, invoiceId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [{ connection, invoiceId, mode, time, carried: undefined }],
    typedSearchAttributes: [
      { key: searchAttributeKeys.connection, value: connection },
      { key: searchAttributeKeys.invoiceId, value: invoiceId },
      { key: searchAttributeKeys.state, value: 'opening' },
      {
        key: searchAttributeKeys.openedAt,
        value: new Date(time === undefined ? wallNow : businessNow(time, wallNow)),
      },
    ],
    staticSummary: `Invoice ${invoiceId} of ${connection}`,
    // Activities inherit it: one connection's burst does not starve the others.
    priority: { fairnessKey: connection },
  };
}

/** One sync of an account runs at a time. */
export function customerSyncOptions(
  context: StartContext,
  request: { readonly connection: string; readonly accountId: string },
): StartOptions<CustomerSync> {
  const { connection, accountId } = request;
  return {
    taskQueue: context.taskQueue,
    workflowId: customerSyncWorkflowId(connection, accountId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [{ connection, accountId, time: context.time }],
    typedSearchAttributes: [
      { key: searchAttributeKeys.connection, value: connection },
      { key: searchAttributeKeys.accountId, value: accountId },
    ],
    staticSummary: `Account ${accountId} of ${connection}`,
    priority: { fairnessKey: connection },
  };
}
