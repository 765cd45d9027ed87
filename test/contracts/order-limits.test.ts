import { expect, test } from 'vitest';
import { orderAmountProblems } from '../../contracts/order-limits.js';

const due = { amount: 1000, currency: 'INR', exponent: 2 };
const transfer = (amount: number, currency = 'INR') => ({ account: 'acc_1', amount, currency });

test('options within the amount have no problem', () => {
  expect(orderAmountProblems({}, due)).toEqual([]);
  const order = { transfers: [transfer(400), transfer(600)], first_payment_min_amount: 1000 };
  expect(orderAmountProblems(order, due)).toEqual([]);
});

test('every problem is told, with its field', () => {
  const order = { transfers: [transfer(400), transfer(601, 'USD')], first_payment_min_amount: 1001 };
  expect(orderAmountProblems(order, due).map(({ field }) => field)).toEqual([
    'order.transfers',
    'order.transfers.1.currency',
    'order.first_payment_min_amount',
  ]);
});

test('no amount stands in a problem', () => {
  const problems = orderAmountProblems({ transfers: [transfer(98_765)] }, due);
  expect(JSON.stringify(problems)).not.toContain('98765');
});
