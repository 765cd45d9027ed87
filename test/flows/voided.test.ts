import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, hint, inTogai, outcomeOf, pay, ref, useStage } from './support/shop.js';
import { useWebhooks } from './support/webhooks.js';

const stage = useStage({ policy: { voided: 'refund', lateWindowDays: 0 } });
useWebhooks(stage);

const nothingKept = { kept: 0, togai: 'VOID', writes: [] };

test('money captured for an invoice that was voided under way goes back once, by policy', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'nothing_to_collect', reason: 'invoice_voided', amountPaid: 0 },
  });
  const books = booksOf(stage(), invoice);
  expect(books.refunds).toMatchObject([{ amount: 50_000, payment_id: answer.paymentId }]);
  expect(books).toMatchObject(nothingKept);
});

test('so does money that comes after its collection has ended', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'failure');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await hint(stage(), invoice);
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
  stage().simulator.razorpay.lateAuthorize(answer.paymentId);
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  expect(booksOf(stage(), invoice)).toMatchObject(nothingKept);
});
