import { expect, test } from 'vitest';
import type { RazorpayPaymentStatus } from '../../contracts/facts.js';
import { allPayments, isOpenPayment, kept, keptOf, wasCaptured } from '../../domain/sums.js';
import { factsOf, paymentOf } from './situations.js';

test.each<[RazorpayPaymentStatus, number, { kept: number; open: boolean; captured: boolean }]>([
  ['created', 0, { kept: 0, open: true, captured: false }],
  ['pending', 0, { kept: 0, open: true, captured: false }],
  ['authorized', 0, { kept: 0, open: true, captured: false }],
  ['failed', 0, { kept: 0, open: false, captured: false }],
  ['captured', 0, { kept: 1000, open: false, captured: true }],
  ['captured', 300, { kept: 700, open: false, captured: true }],
  ['refunded', 1000, { kept: 0, open: false, captured: true }],
])('a payment that is %s with %i sent back', (status, refunded, is) => {
  const payment = paymentOf('p', { status, refunded });
  expect(keptOf(payment)).toBe(is.kept);
  expect(isOpenPayment(payment)).toBe(is.open);
  expect(wasCaptured(payment)).toBe(is.captured);
});

test('what is kept is summed over all orders and payments', () => {
  const facts = factsOf(
    paymentOf('p1', { amount: 400, refunded: 100 }),
    paymentOf('p2', { status: 'authorized' }),
    paymentOf('p3', { amount: 600, orderId: 'order-2' }),
  );
  expect(allPayments(facts).map(({ paymentId }) => paymentId)).toEqual(['p1', 'p2', 'p3']);
  expect(kept(facts)).toBe(900);
  expect(kept({ orders: [], razorpayInvoices: [], foreignOrders: [] })).toBe(0);
});
