import { expect, test } from 'vitest';
import { twinOrder } from './support/late.js';
import { atTheBank, bill, booksOf, outcomeOf, pay, useStage, type Billed } from './support/shop.js';
import { useWebhooks } from './support/webhooks.js';

// What ends a collection here is its money, and news of it: it polls once an hour.
const stage = useStage({ policy: { lateWindowDays: 0, firstLookSeconds: 3_600 } });
useWebhooks(stage);

/** A running collection with a second order that reached Razorpay after it had searched: a terminated run's last call. */
async function withUnknownOrder(amount?: number) {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  return { invoice, answer, twin: await twinOrder(stage(), invoice, 'automatic', amount) };
}

async function expectPaidOnce(invoice: Billed): Promise<void> {
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { kept, togai, writes } = booksOf(stage(), invoice);
  expect({ kept, togai, writes: writes.length }).toEqual({ kept: 50_000, togai: 'PAID', writes: 1 });
}

test('news of an order that the collection does not know make it search: its money counts', async () => {
  const { invoice, answer, twin } = await withUnknownOrder();
  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  await expect.poll(() => booksOf(stage(), invoice).togai, { timeout: 20_000 }).toBe('PAID');
  await atTheBank(stage(), answer, 'success');
  await expectPaidOnce(invoice);
});

test('both orders are paid in one moment: one payment is kept, the other goes back', async () => {
  const { invoice, answer, twin } = await withUnknownOrder();
  const atBank = atTheBank(stage(), answer, 'success');
  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  await atBank;
  await expectPaidOnce(invoice);
});

test('an unknown order for an amount that the invoice had before counts as well', async () => {
  const { invoice, answer, twin } = await withUnknownOrder(30_000);
  await atTheBank(stage(), answer, 'success');
  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  await expectPaidOnce(invoice);
  expect(booksOf(stage(), invoice).refunds).toMatchObject([{ amount: 30_000 }]);
});
