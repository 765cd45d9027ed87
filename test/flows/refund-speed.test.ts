import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, inTogai, outcomeOf, pay, ref, useStage } from './support/shop.js';

const stage = useStage({ policy: { refundSpeed: 'optimum' } });

test('a surplus, and what the merchant wants back, go at the speed of the policy, unless the merchant names one', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { totalAmount: 300 });
  await atTheBank(stage(), answer, 'success');
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 30_000 });
  const { paymentId } = answer;
  const wish = { ...ref(invoice), paymentId };
  await stage().orchestrator.refundPayment({ ...wish, refundId: 'return-1', amount: 10_000 });
  await stage().orchestrator.refundPayment({ ...wish, refundId: 'return-2', amount: 5_000, speed: 'normal' });
  await expect
    .poll(
      () =>
        booksOf(stage(), invoice).refunds.map(({ amount, speed_requested: speed }) => `${speed} ${amount}`),
      { timeout: 20_000 },
    )
    .toEqual(['optimum 20000', 'optimum 10000', 'normal 5000']);
});
