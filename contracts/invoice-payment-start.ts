import type { SearchAttributePair } from '@temporalio/common';
import type { BusinessTime, InvoicePaymentInput } from './collection.js';
import { invoicePaymentWorkflowId } from './ids.js';
import type { CollectionMode } from './policy.js';
import { searchAttributeKeys } from './search-attributes.js';

interface StartRequest {
  readonly connection: string;
  readonly invoiceId: string;
  readonly mode: CollectionMode | undefined;
  readonly time: BusinessTime | undefined;
  /** Business time, Unix milliseconds. */
  readonly now: number;
  readonly taskQueue: string;
  readonly late?: true;
  readonly begun?: true;
}

/** The part of Temporal's start options that is the same for everybody who starts one. */
export interface InvoicePaymentStart {
  readonly taskQueue: string;
  readonly workflowId: string;
  readonly workflowIdConflictPolicy: 'USE_EXISTING';
  readonly workflowIdReusePolicy: 'ALLOW_DUPLICATE';
  readonly args: [InvoicePaymentInput];
  readonly typedSearchAttributes: SearchAttributePair[];
  readonly staticSummary: string;
  readonly priority: { readonly fairnessKey: string };
}

/**
 * How a collection is started, by whom ever: one of an invoice runs at a time, and a closed one does not stop a new one,
 * which looks before it acts.
 */
export function invoicePaymentStart(request: StartRequest): InvoicePaymentStart {
  const { connection, invoiceId, mode, time, now, taskQueue, late, begun } = request;
  const input: InvoicePaymentInput = {
    ...{ connection, invoiceId, mode, time, carried: undefined },
    ...(late && { late }),
    ...(begun && { begun }),
  };
  return {
    taskQueue,
    workflowId: invoicePaymentWorkflowId(connection, invoiceId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [input],
    typedSearchAttributes: [
      { key: searchAttributeKeys.connection, value: connection },
      { key: searchAttributeKeys.invoiceId, value: invoiceId },
      { key: searchAttributeKeys.state, value: 'opening' },
      { key: searchAttributeKeys.openedAt, value: new Date(now) },
    ],
    staticSummary: `Invoice ${invoiceId} of ${connection}`,
    // Activities inherit it: one connection's burst does not starve the others.
    priority: { fairnessKey: connection },
  };
}
