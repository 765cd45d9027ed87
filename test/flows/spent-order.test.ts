import { expect, test } from 'vitest';
import { atRazorpay, atTheBank, bill, booksOf, hint, inTogai, outcomeOf } from './support/shop.js';
import { pay, ref, until, useStage } from './support/shop.js';

const stage = useStage();

test('an order whose money went back takes no payment any more: the next attempt has one of its own', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'PAID' });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  // A person sends it back and takes the mark back, which meant another invoice.
  await atRazorpay(stage(), `/payments/${first.paymentId}/refund`, {});
  await inTogai(stage(), invoice, { status: 'DUE' });
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'awaiting_attempt', amountPaid: 0 });
  const second = await pay(stage(), invoice, 'second');
  expect(second.orderId).not.toBe(first.orderId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ captured: 100_000, kept: 50_000, togai: 'PAID' });
});
