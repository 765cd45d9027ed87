import type { Notes, PaymentRecord, RefundRecord, RefundSpeed } from './entities.js';
import { refundPayload } from './snapshots.js';
import { note, type Account } from './state.js';

/** What the caller of a refund may say about it. */
export interface RefundWish {
  readonly amount: number;
  readonly speed: RefundSpeed;
  readonly notes: Notes;
  readonly receipt: string | null;
  readonly cause: string;
}

/** Makes the refund, takes it from the balance if the money was captured, and processes it after the business delay. */
export function makeRefund(account: Account, payment: PaymentRecord, wish: RefundWish): RefundRecord {
  const { entity } = payment;
  const record: RefundRecord = {
    entity: {
      id: account.newId('rfnd_'),
      entity: 'refund',
      amount: wish.amount,
      currency: entity.currency,
      payment_id: entity.id,
      notes: wish.notes,
      receipt: wish.receipt,
      acquirer_data: { arn: null },
      created_at: account.clock.seconds(),
      batch_id: null,
      status: 'pending',
      speed_processed: null,
      speed_requested: wish.speed,
    },
    payment,
    fromBalance: entity.captured,
    settlementId: null,
  };
  account.state.refunds.set(record.entity.id, record);
  payment.refunds.push(record);
  if (record.fromBalance) account.state.balance -= wish.amount;
  entity.amount_refunded += wish.amount;
  entity.refund_status = entity.amount_refunded === entity.amount ? 'full' : 'partial';
  const { id } = record.entity;
  note(account, {
    object: 'refund',
    id,
    from: null,
    to: 'pending',
    amount: wish.amount,
    detail: `${entity.id}: ${wish.cause}`,
  });
  if (entity.refund_status === 'full') {
    note(account, {
      object: 'payment',
      id: entity.id,
      from: entity.status,
      to: 'refunded',
      amount: entity.amount,
    });
    entity.status = 'refunded';
  }
  account.webhooks.send('refund.created', refundPayload(record));
  account.clock.at(account.clock.now() + account.features.refundSeconds * 1000, () => {
    // What Razorpay gives back by itself nobody could ask for again.
    if (record.fromBalance && account.state.refundFailures > 0) failRefund(account, record);
    else processRefund(account, record);
  });
  return record;
}

/** Test mode never refunds at once: an `optimum` refund falls back to the normal speed. */
function processRefund(account: Account, record: RefundRecord): void {
  record.entity.status = 'processed';
  record.entity.speed_processed = 'normal';
  record.entity.acquirer_data = { arn: account.newId('', 23) };
  if (record.fromBalance) account.state.unsettled.refunds.push(record);
  note(account, {
    object: 'refund',
    id: record.entity.id,
    from: 'pending',
    to: 'processed',
    amount: record.entity.amount,
  });
  account.webhooks.send('refund.processed', refundPayload(record));
}

/** The money comes back to the balance and the payment is as before; what Razorpay does here is not documented. */
function failRefund(account: Account, record: RefundRecord): void {
  account.state.refundFailures -= 1;
  record.entity.status = 'failed';
  const { entity: payment } = record.payment;
  account.state.balance += record.entity.amount;
  payment.amount_refunded -= record.entity.amount;
  payment.refund_status = payment.amount_refunded === 0 ? null : 'partial';
  const { id, amount } = record.entity;
  note(account, { object: 'refund', id, from: 'pending', to: 'failed', amount });
  if (payment.status === 'refunded') {
    payment.status = 'captured';
    note(account, { object: 'payment', id: payment.id, from: 'refunded', to: payment.status, amount });
  }
  account.webhooks.send('refund.failed', refundPayload(record));
}
