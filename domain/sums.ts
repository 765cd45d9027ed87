import type { PaymentFact, RazorpayFacts } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';

/** All payments of all orders this invoice ever had. */
export function allPayments(facts: RazorpayFacts): readonly PaymentFact[] {
  // Asked several times in every decision: `flatMap` takes four times as long.
  const all: PaymentFact[] = [];
  for (const { payments } of facts.orders) all.push(...payments);
  return all;
}

/** Razorpay calls a fully refunded payment `refunded`; it was captured all the same. */
export function wasCaptured(payment: PaymentFact): boolean {
  return payment.status === 'captured' || payment.status === 'refunded';
}

/** Subunits of one payment that are still with the merchant. */
export function keptOf(payment: PaymentFact): number {
  return wasCaptured(payment) ? payment.amount - payment.refunded : 0;
}

/** `kept = captured − refunds that did not fail`, in subunits, over all orders of the invoice. */
export function kept(facts: RazorpayFacts): number {
  return allPayments(facts).reduce((sum, payment) => sum + keptOf(payment), 0);
}

/** Subunits kept on the invoice's other orders; on all of them when this one is still to be made. */
export function keptBeside(orderId: string | undefined, facts: RazorpayFacts): number {
  return allPayments(facts).reduce(
    (sum, payment) => (payment.orderId === orderId ? sum : sum + keptOf(payment)),
    0,
  );
}

/** What an order is to be for: what is due, less what other orders have brought. */
export function dueOn(orderId: string | undefined, target: Money, facts: RazorpayFacts): Money {
  return { ...target, amount: target.amount - keptBeside(orderId, facts) };
}

/** Ids of the captures of which something is still with the merchant. */
export function keptPaymentIds(facts: RazorpayFacts): string[] {
  return allPayments(facts)
    .filter((payment) => keptOf(payment) > 0)
    .map(({ paymentId }) => paymentId);
}

/** Ids of the captures that cover the target, oldest first: what stays when a surplus has gone back from the youngest. */
export function covering(facts: RazorpayFacts, target: number): string[] {
  let sum = 0;
  const ids: string[] = [];
  for (const payment of oldestFirst(allPayments(facts))) {
    if (sum >= target || keptOf(payment) === 0) continue;
    sum += keptOf(payment);
    ids.push(payment.paymentId);
  }
  return ids;
}

/** By creation, then by id, so that equal times do not depend on the order Razorpay lists them in. */
export function oldestFirst(payments: readonly PaymentFact[]): PaymentFact[] {
  return [...payments].sort((a, b) => a.createdAt - b.createdAt || (a.paymentId < b.paymentId ? -1 : 1));
}

/** Money may still move by itself: neither failed, nor captured, nor given back. */
export function isOpenPayment(payment: PaymentFact): boolean {
  return payment.status === 'created' || payment.status === 'pending' || payment.status === 'authorized';
}
