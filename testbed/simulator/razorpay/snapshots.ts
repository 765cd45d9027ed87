import type { OrderEntity, OrderRecord, PaymentEntity, PaymentRecord, RefundRecord } from './entities.js';
import { collection, type Collection } from './collection.js';

/** The payment as the API and webhooks show it. `expand` inlines the card; UPI details are always there. */
export function paymentSnapshot(payment: PaymentRecord, expand: ReadonlySet<string>): PaymentEntity {
  const entity = structuredClone(payment.entity);
  if (payment.card === null || !expand.has('card')) return entity;
  return Object.assign(entity, { card: structuredClone(payment.card) });
}

const WITH_CARD: ReadonlySet<string> = new Set(['card']);

/** Webhooks always carry the card of a card payment. */
export function webhookPayment(payment: PaymentRecord): PaymentEntity {
  return paymentSnapshot(payment, WITH_CARD);
}

/** The order, with its payments or transfers where `expand[]` asks for them. */
export function orderSnapshot(order: OrderRecord, expand: ReadonlySet<string>): OrderEntity {
  const extra: { payments?: Collection<PaymentEntity>; transfers?: Collection<object> } = {};
  if (expand.has('payments') || expand.has('payments.card')) {
    const inner = expand.has('payments.card') ? WITH_CARD : new Set<string>();
    extra.payments = collection(paymentsNewestFirst(order).map((payment) => paymentSnapshot(payment, inner)));
  }
  if (expand.has('transfers')) extra.transfers = collection(structuredClone(order.transfers));
  return Object.assign(structuredClone(order.entity), extra);
}

/** All attempts on an order. */
export function paymentsNewestFirst(order: OrderRecord): readonly PaymentRecord[] {
  return order.payments.toReversed();
}

/** What refund webhooks contain. */
export function refundPayload(refund: RefundRecord): Readonly<Record<string, object>> {
  return { refund: structuredClone(refund.entity), payment: webhookPayment(refund.payment) };
}
