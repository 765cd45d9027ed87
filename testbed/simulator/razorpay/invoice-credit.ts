import type { OrderRecord, PaymentRecord } from './entities.js';
import { webhookPayment } from './snapshots.js';
import { note, type Account } from './state.js';

/** Books a capture on the invoice that the order belongs to, if any, and says so by webhook. */
export function creditInvoice(account: Account, payment: PaymentRecord, order: OrderRecord): void {
  const record = order.invoiceId === null ? undefined : account.state.invoices.get(order.invoiceId);
  if (record === undefined) return;
  const invoice = record.entity;
  // A cancelled or expired invoice stays so: its order cannot be cancelled and took money all the same.
  if (invoice.status !== 'issued' && invoice.status !== 'partially_paid') return;
  const before = invoice.status;
  invoice.amount_paid = order.entity.amount_paid;
  invoice.amount_due = order.entity.amount_due;
  invoice.payment_id = payment.entity.id;
  invoice.status = order.entity.status === 'paid' ? 'paid' : 'partially_paid';
  if (invoice.status === 'paid') {
    invoice.paid_at = account.clock.seconds();
    record.expiry?.cancel();
    record.expiry = null;
  }
  note(account, {
    object: 'invoice',
    id: invoice.id,
    from: before,
    to: invoice.status,
    amount: payment.entity.amount,
  });
  account.webhooks.send(invoice.status === 'paid' ? 'invoice.paid' : 'invoice.partially_paid', {
    payment: webhookPayment(payment),
    order: structuredClone(order.entity),
    invoice: structuredClone(invoice),
  });
}
