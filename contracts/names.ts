/**
 * Task queues. Workflows run on their own; every call to a provider runs on a queue whose rate limit keeps within that
 * provider's: one queue each, and one for the steps that need both.
 */
export const taskQueues = {
  workflows: 'payment-orchestrator',
  razorpay: 'razorpay',
  togai: 'togai',
  both: 'razorpay-togai',
} as const;

/** Workflow types, as the Temporal UI shows them. */
export const workflowTypes = {
  invoicePayment: 'invoicePayment',
  customerSync: 'customerSync',
  checkConnection: 'checkConnection',
  connectionHold: 'connectionHold',
  strayPayment: 'strayPayment',
  reconcile: 'reconcile',
} as const;

/** Name of the Togai account setting that holds the Razorpay customer id (Togai's Razorpay guide, flow 1). */
export const RAZORPAY_CUSTOMER_SETTING = 'RazorPayCustomerId';

/** Name of the Togai invoice setting that keeps how our collection of it ended: `KeptOutcome` as JSON. */
export const OUTCOME_SETTING = 'RazorpayCollection';

/**
 * Keys we write into Razorpay `notes`; refused from callers, and counted within Razorpay's limit of 15.
 * They tell whose an object is: an object is adopted only if these agree.
 */
export const noteKeys = {
  connection: 'po_connection',
  invoiceId: 'po_invoice',
  round: 'po_round',
  attemptId: 'po_attempt',
  accountId: 'po_account',
  togaiCustomerId: 'po_togai_customer',
  customerName: 'po_name',
  reference: 'po_reference',
  /** An order's capture settings, which Razorpay takes and does not tell. */
  capture: 'po_capture',
  /** The caller's id of a refund that the merchant wanted, what it takes of what was to stay for the invoice, and why. */
  refundId: 'po_refund',
  takes: 'po_takes',
  of: 'po_of',
  /** Of an older version: what stays for the invoice after it. */
  keep: 'po_keep',
  refundReason: 'po_refund_reason',
} as const;

/** True for a notes key that belongs to us. */
export function isOwnNoteKey(key: string): boolean {
  return key.startsWith('po_');
}
