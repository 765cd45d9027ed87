import { expect, test } from 'vitest';
import { refundKeyFor } from '../../providers/razorpay/keys.js';

test('a refund key is stable, fits header and receipt, and differs with each of its parts', () => {
  const key = refundKeyFor('main', 'pay_1', 'surplus', 1);
  expect(key).toBe(refundKeyFor('main', 'pay_1', 'surplus', 1));
  expect(key).toMatch(/^[A-Za-z0-9_-]{10,40}$/);
  const others = [
    refundKeyFor('other', 'pay_1', 'surplus', 1),
    refundKeyFor('main', 'pay_2', 'surplus', 1),
    refundKeyFor('main', 'pay_1', 'cancelled', 1),
    refundKeyFor('main', 'pay_1', 'surplus', 2),
  ];
  expect(new Set([key, ...others]).size).toBe(5);
});
