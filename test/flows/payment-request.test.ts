import { expect, test } from 'vitest';
import {
  atRazorpay,
  bill,
  booksOf,
  hint,
  outcomeOf,
  ref,
  until,
  useStage,
  type Billed,
} from './support/shop.js';

const stage = useStage();

async function request(): Promise<Billed & { readonly shortUrl: string; readonly requestId: string }> {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  const [round] = rounds;
  if (!round?.shortUrl || !round.razorpayInvoiceId) throw new Error('No page to pay on');
  return { ...invoice, shortUrl: round.shortUrl, requestId: round.razorpayInvoiceId };
}

test('a customer pays on the hosted page, and its payment is found by the order, without notes of ours', async () => {
  const { shortUrl, requestId, ...invoice } = await request();
  const paymentId = await stage().customer.payHostedInvoice(shortUrl, { method: 'card', outcome: 'success' });
  await hint(stage(), invoice);
  const result = await outcomeOf(stage(), invoice);
  const { orders, payments, requests, togai } = booksOf(stage(), invoice);
  expect(payments[0]?.notes).toEqual([]);
  expect(result).toMatchObject({ outcome: 'paid', paymentIds: [paymentId], orderIds: [orders[0]?.id] });
  expect(requests).toMatchObject([{ id: requestId, status: 'paid' }]);
  expect(togai).toBe('PAID');
});

test('one request is issued, and the customer is told once', async () => {
  const { requestId } = await request();
  const { invoices, notifications } = stage().simulator.razorpay.state;
  expect(invoices.get(requestId)?.entity).toMatchObject({ status: 'issued', amount: 50_000 });
  await expect
    .poll(() => notifications.filter(({ invoiceId }) => invoiceId === requestId).map(({ medium }) => medium))
    .toEqual(['email']);
});

test('a cancelled collection switches its page off', async () => {
  const { shortUrl, ...invoice } = await request();
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'sold in the shop' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'DUE', requests: [{ status: 'cancelled' }] });
  await expect(
    stage().customer.payHostedInvoice(shortUrl, { method: 'card', outcome: 'success' }),
  ).rejects.toThrow();
});

test('a request that somebody cancels at Razorpay ends the collection', async () => {
  const { requestId, ...invoice } = await request();
  await atRazorpay(stage(), `/invoices/${requestId}/cancel`, {});
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', paymentIds: [] });
});
