import { expect, test } from 'vitest';
import type { OrderBook } from '../../testbed/storm/books.js';
import { books, checks } from './support/books.js';

const order = (id: string, at: number, attemptId?: string, round = '1'): OrderBook => ({
  id,
  round,
  at,
  attemptId,
});
const page = (id: string, round: string) => ({ id, round, status: 'cancelled', told: 1 });
const line = (id: string, at: number, to: string) => ({ at, id, object: 'invoice' as const, from: null, to });

test('one_order: a round has a second order', () => {
  const first = order('order_1', 100, 'checkout-1');
  expect(checks(books({ orders: [first, order('order_2', 200, 'checkout-2', '2')] }))).toEqual([]);
  expect(checks(books({ orders: [first, order('order_2', 200, 'checkout-2')] }))).toEqual(['one_order']);
  expect(checks(books({ orders: [first, order('order_2', 200, 'checkout-10')] }))).toEqual(['one_order']);
  expect(checks(books({ orders: [first, order('order_2', 200)] }))).toEqual(['one_order']);
  expect(checks(books({ orders: [first, order('order_2', 200, 'checkout-1')] }))).toEqual(['one_order']);
});

test('an order whose request was on its way when the next attempt was made is none too many', () => {
  const late = [order('order_2', 100, 'checkout-2'), order('order_1', 200, 'checkout-1')];
  expect(checks(books({ orders: late }))).toEqual([]);
});

test('one_page: a round has a second page', () => {
  expect(checks(books({ pages: [page('inv_1', '1'), page('inv_2', '2')] }))).toEqual([]);
  expect(checks(books({ pages: [page('inv_1', '1'), page('inv_2', '1')] }))).toEqual(['one_page']);
});

test('one_page: two pages can be paid at the same time', () => {
  const pages = [page('inv_1', '1'), page('inv_2', '2')];
  const over = (at: number) => [
    line('inv_1', 100, 'issued'),
    line('inv_1', at, 'cancelled'),
    line('inv_2', 300, 'issued'),
  ];
  expect(checks(books({ pages, razorpay: over(300) }))).toEqual([]);
  expect(checks(books({ pages, razorpay: over(301) }))).toEqual(['one_page']);
});
