import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { twinOrder } from './support/late.js';
import { atTheBank, bill, booksOf, outcomeOf, pay, useStage } from './support/shop.js';

const stage = useStage();

test('two orders of one lost answer are both paid: one payment is kept, the other refunded once', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  // Razorpay counts whole seconds: the two must not be of the same one.
  await stage().simulator.clock.advance(2_000);
  const twin = await twinOrder(stage(), invoice);
  await atTheBank(stage(), first, 'success');
  await atTheBank(stage(), { ...first, next: twin.next }, 'success');
  expect(booksOf(stage(), invoice).kept).toBe(100_000);

  await stage().orchestrator.collectInvoice({
    ...{ connection: invoice.connection, invoiceId: invoice.invoiceId, mode: 'direct' },
  });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { refunds, kept, togai, writes } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 50_000, payment_id: twin.paymentId }]);
  expect({ kept, togai, writes: writes.length }).toEqual({ kept: 50_000, togai: 'PAID', writes: 1 });
});
