import { expect, test } from 'vitest';
import type { PaymentFact } from '../../contracts/facts.js';
import { isSpent } from '../../domain/spent-order.js';
import { factsOf, paymentOf } from './situations.js';

test.each<[string, Partial<PaymentFact>, boolean]>([
  ['captured', { status: 'captured' }, true],
  ['captured and given back', { status: 'refunded', refunded: 1000 }, true],
  ['authorized and given back', { status: 'refunded', refunded: 1000, neverCaptured: true }, false],
  ['authorized', { status: 'authorized' }, false],
  ['failed', { status: 'failed' }, false],
])('an order whose payment was %s', (_, change, spent) => {
  expect(isSpent('order-1', factsOf(paymentOf('pay-1', change)))).toBe(spent);
  expect(isSpent('order-2', factsOf(paymentOf('pay-1', change)))).toBe(false);
});

test('one that takes partial payments is judged by its amounts', () => {
  const facts = factsOf(paymentOf('pay-1'));
  const orders = facts.orders.map((order) => ({ ...order, partialPayment: true }));
  expect(isSpent('order-1', { ...facts, orders })).toBe(false);
});
