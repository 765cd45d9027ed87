import type { RazorpayInvoiceStatus, RazorpayPaymentStatus } from '../contracts/facts.js';
import { failure } from './to-application-failure.js';

const paymentStatuses: readonly RazorpayPaymentStatus[] = [
  'created',
  'pending',
  'authorized',
  'captured',
  'refunded',
  'failed',
];

const invoiceStatuses: readonly RazorpayInvoiceStatus[] = [
  'draft',
  'issued',
  'partially_paid',
  'paid',
  'cancelled',
  'expired',
  'deleted',
];

/** A status Razorpay adds one day counts as not decided yet: the payment is looked at again. */
export function toPaymentStatus(status: string): RazorpayPaymentStatus {
  return paymentStatuses.find((known) => known === status) ?? 'pending';
}

/** @throws PROVIDER_ANSWER_UNREADABLE: whether a customer can still pay must not be guessed */
export function toInvoiceStatus(status: string): RazorpayInvoiceStatus {
  const found = invoiceStatuses.find((known) => known === status);
  if (found === undefined) throw failure('PROVIDER_ANSWER_UNREADABLE', `invoice status ${status}`);
  return found;
}
