import type { Workflow, WorkflowStartOptions } from '@temporalio/client';
import { businessNow } from '../domain/clock.js';
import type { BusinessTime, InvoicePaymentInput } from '../contracts/collection.js';
import type { CustomerSyncInput } from '../contracts/customer-sync.js';
import { customerSyncWorkflowId } from '../contracts/ids.js';
import { invoicePaymentStart } from '../contracts/invoice-payment-start.js';
import type { CollectionMode } from '../contracts/policy.js';
import { reconcileStart } from '../contracts/reconcile-start.js';
import type { ReconcileInput } from '../contracts/reconciliation.js';
import { searchAttributeKeys } from '../contracts/search-attributes.js';
import { strayPaymentStart } from '../contracts/stray-payment-start.js';
import type { StrayPaymentInput } from '../contracts/stray-payment.js';
import type { Clock } from '../platform/clock.js';

/** Where and when workflows are started. */
export interface StartContext {
  readonly taskQueue: string;
  readonly time: BusinessTime | undefined;
  readonly clock: Clock;
}

type InvoicePayment = (input: InvoicePaymentInput) => Promise<unknown>;
type CustomerSync = (input: CustomerSyncInput) => Promise<unknown>;
type StrayPayment = (input: StrayPaymentInput) => Promise<unknown>;
type Reconcile = (input: ReconcileInput) => Promise<unknown>;
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
    /** Nothing new is asked of the customer. */
    readonly late?: true;
  },
): StartOptions<InvoicePayment> {
  return invoicePaymentStart({
    ...{ ...request, time: context.time, taskQueue: context.taskQueue },
    now: nowOf(context),
  });
}

function nowOf({ time, clock }: StartContext): number {
  return time === undefined ? clock.now() : businessNow(time, clock.now());
}

/** One look at a payment at a time; one that was looked at before may be looked at again. */
export function strayPaymentOptions(
  context: StartContext,
  request: Omit<StrayPaymentInput, 'time'>,
): StartOptions<StrayPayment> {
  const start = strayPaymentStart({ ...request, time: context.time }, nowOf(context), context.taskQueue);
  return { ...start, workflowIdConflictPolicy: 'USE_EXISTING' };
}

/** Whoever asks while one runs waits for that one. */
export function reconcileOptions(
  { taskQueue, time }: StartContext,
  { connection }: { readonly connection: string },
): StartOptions<Reconcile> {
  const start = reconcileStart({ connection, time, carried: undefined }, taskQueue);
  return { ...start, workflowIdConflictPolicy: 'USE_EXISTING' };
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
