import { expect, test } from 'vitest';
import { bill, booksOf, netbanking, person, ref, until, useStage } from './support/shop.js';

const stage = useStage({ policy: { writeBack: 'record_payment' } });

/** An invoice of a group whose customer is known. */
async function groupInvoice() {
  const { togai, connection, orchestrator } = stage();
  const synced = await orchestrator.syncCustomer({ connection, accountId: (await bill(stage())).accountId });
  if (synced.status !== 'synced') throw new Error(synced.detail);
  const accountId = await togai.account({ ...person(), currency: 'INR' });
  const { invoiceId } = await togai.invoiceGroupInvoice({
    accountId,
    amount: 50_000,
    currency: 'INR',
    groupName: 'Group',
    razorpayCustomerId: synced.customerId,
  });
  return { connection, invoiceId };
}

const held = { state: 'held', held: { reason: 'invoice_group_not_recordable' } };

test('no page is sent for an invoice of a group where payments are recorded', async () => {
  const invoice = await groupInvoice();
  await stage().orchestrator.collectInvoice({ ...invoice, mode: 'payment_request' });
  expect(await until(stage(), invoice, { state: 'held' })).toMatchObject(held);
  expect(booksOf(stage(), invoice).requests).toEqual([]);
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
});

test('no payment is taken for an invoice of a group where payments are recorded, and the caller is told', async () => {
  const invoice = await groupInvoice();
  const submitted = stage().orchestrator.submitPayment({
    ...invoice,
    attemptId: 'first',
    payment: netbanking,
  });
  await expect(submitted).rejects.toMatchObject({ code: 'COLLECTION_HELD' });
  expect(await until(stage(), invoice, { state: 'held' })).toMatchObject(held);
  expect(booksOf(stage(), invoice)).toMatchObject({ orders: [], payments: [] });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
});
