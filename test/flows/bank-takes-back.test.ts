import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, until, useStage } from './support/shop.js';

/** Only a hint makes this collection look. */
const stage = useStage({ policy: { firstLookSeconds: 3_600 } });

test('a bank that says yes and then no has paid nothing: the failure is told, and the next attempt pays the same order', async () => {
  const invoice = await bill(stage());
  stage().simulator.razorpay.reverseNextPayments(1);
  const first = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), first, 'success');
  expect(booksOf(stage(), invoice).payments).toMatchObject([{ status: 'authorized' }]);
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'authorized', amountPaid: 0 });
  await stage().simulator.clock.advance(6_000);
  await hint(stage(), invoice);
  await until(stage(), invoice, {
    ...{ state: 'awaiting_attempt', amountPaid: 0 },
    failures: [{ attemptId: 'first', paymentId: first.paymentId }],
  });
  expect(booksOf(stage(), invoice)).toMatchObject({ captured: 0, togai: 'DUE', writes: [] });

  const second = await pay(stage(), invoice, 'second');
  expect(second.orderId).toBe(first.orderId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { payments, togai } = booksOf(stage(), invoice);
  expect(payments.map(({ status }) => status)).toEqual(['failed', 'captured']);
  expect(togai).toBe('PAID');
});
