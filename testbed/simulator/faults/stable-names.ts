import type { OrderRecord, PaymentRecord } from '../razorpay/entities.js';
import type { RazorpayState } from '../razorpay/state.js';

const generatedIds = /\b(order|pay|cust|inv|rfnd|setl|down)_[A-Za-z0-9]{14}\b/g;

/**
 * Puts names that say the same in every run in the place of generated ids: these depend on who came first, and a draw
 * that hung on them would differ from run to run. An order is known by its receipt, a payment by its order, a customer
 * by its address; of anything else only the kind is kept.
 */
export function stableNames(state: RazorpayState): (text: string) => string {
  function orderName(order: OrderRecord): string {
    const { receipt } = order.entity;
    const same = receipt === null ? [] : (state.ordersByReceipt.get(receipt) ?? []);
    return `order(${receipt ?? ''}#${same.indexOf(order)})`;
  }

  function paymentName(payment: PaymentRecord): string {
    const { order } = payment;
    return order === null ? 'pay' : `${orderName(order)}.${order.payments.indexOf(payment)}`;
  }

  function nameOf(id: string, kind: string): string {
    const order = state.orders.get(id);
    if (order !== undefined) return orderName(order);
    const payment = state.payments.get(id);
    if (payment !== undefined) return paymentName(payment);
    const customer = state.customers.get(id);
    if (customer !== undefined) return `cust(${customer.email ?? ''} ${customer.contact ?? ''})`;
    return `${kind}(${state.invoices.get(id)?.entity.receipt ?? ''})`;
  }

  return (text) => text.replace(generatedIds, nameOf);
}
