import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * The custom search attributes: one contract, complete from the start, free of personal data, and within the limits of
 * a dev server on SQLite (10 Keyword, 3 of every other type). They alone must tell an invoice's state, because
 * summaries and details are encrypted.
 */
export const searchAttributeKeys = {
  connection: defineSearchAttributeKey('PaymentConnection', SearchAttributeType.KEYWORD),
  accountId: defineSearchAttributeKey('TogaiAccountId', SearchAttributeType.KEYWORD),
  invoiceId: defineSearchAttributeKey('TogaiInvoiceId', SearchAttributeType.KEYWORD),
  state: defineSearchAttributeKey('PaymentState', SearchAttributeType.KEYWORD),
  outcome: defineSearchAttributeKey('PaymentOutcome', SearchAttributeType.KEYWORD),
  method: defineSearchAttributeKey('PaymentMethod', SearchAttributeType.KEYWORD),
  heldReason: defineSearchAttributeKey('HeldReason', SearchAttributeType.KEYWORD),
  /**
   * When it was held for that reason, e.g. `2026-11-23T09:00:00.000Z`, which sorts as time does. A Keyword, since the three
   * columns for times are taken.
   */
  heldSince: defineSearchAttributeKey('HeldSince', SearchAttributeType.KEYWORD),
  currency: defineSearchAttributeKey('PaymentCurrency', SearchAttributeType.KEYWORD),
  /** `order_…` ids of every round; the last 89 where there are more than the server takes in one attribute. */
  orderIds: defineSearchAttributeKey('RazorpayOrderIds', SearchAttributeType.KEYWORD_LIST),
  /** `pay_…` ids of every payment seen; 97 where there are more, those with money first. */
  paymentIds: defineSearchAttributeKey('RazorpayPaymentIds', SearchAttributeType.KEYWORD_LIST),
  /** `inv_…` ids of every payment request; the last 97 where there are more. */
  razorpayInvoiceIds: defineSearchAttributeKey('RazorpayInvoiceIds', SearchAttributeType.KEYWORD_LIST),
  /** Subunits. */
  amountDue: defineSearchAttributeKey('AmountDue', SearchAttributeType.INT),
  /** Subunits captured and not refunded. */
  amountPaid: defineSearchAttributeKey('AmountPaid', SearchAttributeType.INT),
  dueDate: defineSearchAttributeKey('InvoiceDueDate', SearchAttributeType.DATETIME),
  /** When the workflow looks again by itself. */
  nextLook: defineSearchAttributeKey('NextLook', SearchAttributeType.DATETIME),
  openedAt: defineSearchAttributeKey('OpenedAt', SearchAttributeType.DATETIME),
} as const;

/** Name and type of each, in the order they are registered. */
export const searchAttributeList = Object.values(searchAttributeKeys).map(({ name, type }) => ({
  name,
  type,
}));
