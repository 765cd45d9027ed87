/** Why a collection or a sync waits for a person, and what that person can do. Shown by the UI, the client and the docs. */
export const heldReasons = {
  customer_not_synced:
    'The account has no RazorPayCustomerId and the policy is to wait. Sync the customer, then look again.',
  customer_of_another_account:
    'Razorpay knows this e-mail or phone as the customer of somebody else. Correct the contact, or write the right id into RazorPayCustomerId.',
  customer_without_contact:
    'The account has neither e-mail nor phone, so a customer could not be found again. Add one in Togai.',
  customer_id_invalid:
    'RazorPayCustomerId holds no Razorpay customer id (cust_ and 14 characters). Correct or empty it.',
  customer_unknown_at_razorpay: 'Razorpay does not know the id in RazorPayCustomerId. Correct or empty it.',
  customer_details_refused: 'Razorpay refused the name, e-mail or phone of the account. Correct it in Togai.',
  invoice_group_without_customer:
    'The invoice belongs to an invoice group without RazorPayCustomerId. Set it on the group.',
  invoice_group_not_recordable:
    'The invoice belongs to an invoice group, and this connection records payments, which Togai does for accounts only. Collect it through a connection that marks invoices paid.',
  amount_below_minimum:
    "The amount due is under Razorpay's minimum. Collect it with another invoice or void it.",
  amount_not_expressible: 'The amount due has more decimals than the currency can express at Razorpay.',
  currency_unknown: 'Togai does not say in which currency this invoice is.',
  order_mismatch:
    'An order with our receipt does not carry our notes, amount or currency. Find out who made it.',
  payment_amount_differs:
    'A payment differs from its order by a fee or an offer. Decide whether it covers the invoice.',
  payment_currency_differs: 'A payment was made in another currency than the invoice.',
  payment_request_refused: 'Razorpay refused the payment request. The reason stands in the details.',
  capture_refused: 'Razorpay refused to capture an authorized payment. The reason stands in the details.',
  refund_refused:
    'Razorpay refused a refund. The reason stands in the details. Look again to try once more, or withdraw a refund the merchant asked for.',
  refund_pending: 'Razorpay has not finished a refund for 30 days. Ask Razorpay, then look again.',
  surplus: 'More money is kept than was due, and the policy leaves refunds to a person.',
  disputed:
    'A payment of the invoice is disputed: nothing is refunded until the dispute is won or closed, nor once it is lost. Answer it at Razorpay in time; the details say which.',
  paid_elsewhere:
    'Money was captured where somebody else had said PAID, or shown all as paid. Refund the payment at Razorpay; or, if it is the payment, turn PAID into DUE, or DUE into PAID, in Togai; look again.',
  paid_without_money:
    'The invoice says PAID, and nothing is kept of what we marked it for: our mark was late, or somebody else paid. Set it to DUE in Togai, or cancel the collection if paid elsewhere; then look again.',
  invoice_changed: 'The invoice changed in Togai while money for it was captured.',
  write_back_refused:
    'Togai refused the write-back. The reason stands in the details. Remove its cause in Togai, then look again.',
  write_back_unverified:
    'Togai accepted the write-back but does not show it, or all that is due is recorded and Togai does not say PAID. Correct the invoice in Togai; it ends by itself once Togai shows it.',
  partial_needs_record_payment:
    "A part of the amount was captured, but this connection marks whole invoices paid. Togai's status cannot say so.",
  stray_payment:
    'A payment that nobody here started names one of our invoices in its notes. Accept it for an invoice, or dismiss it.',
  connection_refused: 'A provider refuses the credentials of this connection. Correct them, then look again.',
  merchant_not_activated:
    'Razorpay takes no payments of this account: it is not activated. Finish the activation in the dashboard; one payment tries it now and then, or release the connection.',
  live_mode_not_enabled:
    'Razorpay takes no payments of this account: live mode is not enabled. Enable it in the dashboard; one payment tries it now and then, or release the connection.',
  connection_held:
    'The connection is held, so no payment request is issued. It is when the connection is released: see connection-hold/<connection>.',
  unexpected_refusal:
    'A provider refused a step in a way this version does not know. The answer stands in the details.',
  invoice_not_found: 'Togai does not know this invoice.',
} as const satisfies Record<string, string>;

export type HeldReason = keyof typeof heldReasons;
