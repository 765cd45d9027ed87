import { expect, test } from 'vitest';
import { receiptFor } from '../../contracts/receipt.js';
import { atRazorpay, bill, booksOf, netbanking, ref, until, useStage } from './support/shop.js';

const stage = useStage();

test("an order with our receipt and somebody else's notes holds the collection, and stays trouble", async () => {
  const invoice = await bill(stage());
  const receipt = receiptFor(invoice.connection, invoice.invoiceId, 1);
  await atRazorpay(stage(), '/orders', {
    amount: 50_000,
    currency: 'INR',
    receipt,
    notes: { whose: 'mine' },
  });
  const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking };
  await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({
    code: 'COLLECTION_HELD',
  });
  const { looks } = await until(stage(), invoice, { held: { reason: 'order_mismatch' } });
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { looks: looks + 1 });
  await until(stage(), invoice, { state: 'held', held: { reason: 'order_mismatch' } });
  expect(booksOf(stage(), invoice).payments).toEqual([]);
});
