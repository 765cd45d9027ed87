/** Workflow id of the one collection of an invoice. */
export function invoicePaymentWorkflowId(connection: string, invoiceId: string): string {
  return `invoice-payment/${connection}/${invoiceId}`;
}

/** Workflow id of the one customer sync of a Togai account. */
export function customerSyncWorkflowId(connection: string, accountId: string): string {
  return `customer-sync/${connection}/${accountId}`;
}

/** Workflow id of a connection check; one runs at a time. */
export function checkConnectionWorkflowId(connection: string): string {
  return `check-connection/${connection}`;
}

/** Workflow id of the one hold of a connection. */
export function connectionHoldWorkflowId(connection: string): string {
  return `connection-hold/${connection}`;
}

/** Workflow id of what finds out whose a payment is that no running collection knows. */
export function strayPaymentWorkflowId(connection: string, paymentId: string): string {
  return `stray-payment/${connection}/${paymentId}`;
}

/**
 * Workflow id of what finds the collection that a dispute, or a refund that failed, concerns when none runs.
 * @param id of the dispute, or of the refund
 */
export function strayNewsWorkflowId(connection: string, id: string): string {
  return `stray-payment/${connection}/${id}`;
}

/** Workflow id of a reconciliation that somebody asked for; the schedule's runs have the time behind it. */
export function reconcileWorkflowId(connection: string): string {
  return `reconcile/${connection}`;
}

/** Id of the schedule of a connection's reconciliation. */
export function reconcileScheduleId(connection: string): string {
  return `reconcile/${connection}`;
}

/** Idempotency keys of callers: of attempts, and of refunds. */
export const callerKeyPattern = /^[A-Za-z0-9_-]{1,40}$/;

/** What a vault hands out for a secret: the vault's id, and the secret's. */
export const vaultReferencePattern = /^vault:([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/;

/** Connection names appear in URLs, workflow ids and fairness keys. */
export const connectionNamePattern = /^[a-z0-9][a-z0-9-]{0,38}$/;

/** Razorpay ids: a prefix and 14 alphanumerics (reference: API entities). */
export const razorpayIdPatterns = {
  customer: /^cust_[A-Za-z0-9]{14}$/,
  order: /^order_[A-Za-z0-9]{14}$/,
  payment: /^pay_[A-Za-z0-9]{14}$/,
  invoice: /^inv_[A-Za-z0-9]{14}$/,
  dispute: /^disp_[A-Za-z0-9]{14}$/,
  refund: /^rfnd_[A-Za-z0-9]{14}$/,
} as const;
