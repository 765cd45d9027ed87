import { expect, test } from 'vitest';
import { receiptFor } from '../../contracts/receipt.js';
import { atTheBank, bill, booksOf, hint, netbanking, outcomeOf, pay, ref, useStage } from './support/shop.js';

const stage = useStage();

test.each(['id', 'receipt'] as const)('the next attempt names its order by %s', async (by) => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), first, 'failure');
  const receipt = receiptFor(invoice.connection, invoice.invoiceId, 1);
  const retryOf = by === 'id' ? { id: first.orderId } : { receipt };
  const second = await pay(stage(), invoice, 'second', netbanking, { retryOf });
  expect(second.orderId).toBe(first.orderId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', attempts: 2 });
  expect(booksOf(stage(), invoice)).toMatchObject({ orders: [{ receipt, status: 'paid' }], kept: 50_000 });
});

test.each([{ id: 'order_AAAAAAAAAAAAAA' }, { receipt: 'somebody-elses' }])(
  'an attempt on %o, which is not the order of the invoice, is refused',
  async (retryOf) => {
    const invoice = await bill(stage());
    const first = await pay(stage(), invoice, 'first');
    await atTheBank(stage(), first, 'failure');
    const second = { ...ref(invoice), attemptId: 'second', payment: netbanking, retryOf };
    await expect(stage().orchestrator.submitPayment(second)).rejects.toMatchObject({
      code: 'ORDER_MISMATCH',
    });
    expect(booksOf(stage(), invoice).payments).toHaveLength(1);
  },
);

test('a retry of an order that was never made is refused', async () => {
  const invoice = await bill(stage());
  const retryOf = { receipt: receiptFor(invoice.connection, invoice.invoiceId, 1) };
  const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking, retryOf };
  await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({ code: 'ORDER_MISMATCH' });
  expect(booksOf(stage(), invoice).orders).toEqual([]);
});
