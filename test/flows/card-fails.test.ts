import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, card, hint, outcomeOf, pay, useStage } from './support/shop.js';

const stage = useStage();

/** Razorpay's test card for `insufficient_funds`. */
const emptyCard = '4100280000080001';

test('after a card that fails, the next card pays the same order', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'empty-card', card(emptyCard));
  await atTheBank(stage(), first, 'failure');
  const second = await pay(stage(), invoice, 'good-card', card());
  expect(second.orderId).toBe(first.orderId);
  expect(second.paymentId).not.toBe(first.paymentId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'paid', attempts: 2, amountPaid: 50_000 },
    orderIds: [first.orderId],
  });
  const { orders, payments } = booksOf(stage(), invoice);
  expect(orders).toHaveLength(1);
  expect(payments.map(({ status }) => status)).toEqual(['failed', 'captured']);
});
