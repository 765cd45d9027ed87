import { expect, test } from 'vitest';
import { bill, booksOf, person, ref, until, useStage } from './support/shop.js';

const stage = useStage();

async function groupInvoice(razorpayCustomerId?: string) {
  const { togai, connection } = stage();
  const accountId = await togai.account({ ...person(), currency: 'INR' });
  const { invoiceId } = await togai.invoiceGroupInvoice({
    ...{ accountId, amount: 50_000, currency: 'INR', groupName: 'Group' },
    ...(razorpayCustomerId === undefined ? {} : { razorpayCustomerId }),
  });
  const invoice = { connection, invoiceId };
  await stage().orchestrator.collectInvoice({ ...invoice, mode: 'payment_request' });
  return invoice;
}

test("an invoice of a group is sent to the customer of the group's setting", async () => {
  const { accountId } = await bill(stage());
  const synced = await stage().orchestrator.syncCustomer({ connection: stage().connection, accountId });
  if (synced.status !== 'synced') throw new Error(synced.detail);
  const customers = stage().simulator.razorpay.state.customers.size;
  const invoice = await groupInvoice(synced.customerId);
  await until(stage(), invoice, { state: 'awaiting_customer' });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ customer_id: synced.customerId }]);
  expect(stage().simulator.razorpay.state.customers.size).toBe(customers);
});

test('an invoice of a group without the setting is held', async () => {
  const invoice = await groupInvoice();
  const view = await until(stage(), invoice, { state: 'held' });
  expect(view.held?.reason).toBe('invoice_group_without_customer');
  expect(booksOf(stage(), invoice).requests).toEqual([]);
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
});
