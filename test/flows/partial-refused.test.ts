import { expect, test } from 'vitest';
import { bill, booksOf, netbanking, ref, useStage } from './support/shop.js';

const stage = useStage();

test('a connection that marks whole invoices paid takes no partial payments', async () => {
  const invoice = await bill(stage());
  const attempt = {
    ...{ ...ref(invoice), attemptId: 'part', order: { partial_payment: true } },
    payment: { ...netbanking, amount: 10_000 },
  };
  await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({
    code: 'PARTIAL_NEEDS_RECORD_PAYMENT',
  });
  expect(booksOf(stage(), invoice).orders).toEqual([]);
});

test('an amount that is not the amount due is refused', async () => {
  const invoice = await bill(stage());
  const attempt = { ...ref(invoice), attemptId: 'less', payment: { ...netbanking, amount: 10_000 } };
  await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({
    code: 'AMOUNT_MISMATCH',
  });
  expect(booksOf(stage(), invoice).orders).toEqual([]);
});
