import { expect, test } from 'vitest';
import { noteKeys } from '../../contracts/names.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { strayPaymentWorkflowId } from '../../contracts/ids.js';
import { foreignPayment, heldStray, keptInTogai, strayOf } from './support/late.js';
import { bill, booksOf, outcomeOf, ref, useStage, type Billed } from './support/shop.js';

const stage = useStage();

function naming({ connection, invoiceId }: Billed): Readonly<Record<string, string>> {
  return { [noteKeys.connection]: connection, [noteKeys.invoiceId]: invoiceId };
}

function describe(paymentId: string) {
  return stage().client.workflow.getHandle(strayPaymentWorkflowId('acme', paymentId)).describe();
}

async function held(invoice: Billed): Promise<{ connection: string; paymentId: string }> {
  const paymentId = await foreignPayment(stage(), naming(invoice));
  const stray = { connection: invoice.connection, paymentId };
  await stage().orchestrator.reportStrayPayment(stray);
  await heldStray(stage(), paymentId);
  return stray;
}

test('a payment whose notes alone name an invoice is held, visibly, and moves nothing', async () => {
  const invoice = await bill(stage());
  const { paymentId } = await held(invoice);
  const { typedSearchAttributes: attributes } = await describe(paymentId);
  expect(attributes.get(keys.paymentIds)).toEqual([paymentId]);
  expect(attributes.get(keys.connection)).toBe(invoice.connection);
  await expect(stage().orchestrator.getState(ref(invoice))).rejects.toMatchObject({
    code: 'COLLECTION_NOT_FOUND',
  });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'DUE', writes: [], orders: [] });
});

test('an operator accepts it: it pays the invoice, and is not forgotten by a later run', async () => {
  const invoice = await bill(stage());
  const stray = await held(invoice);
  await stage().orchestrator.acceptStrayPayment(stray);
  expect(await strayOf(stage(), stray.paymentId)).toMatchObject({
    ...{ outcome: 'handed_over', reason: 'accepted_by_a_person', invoiceId: invoice.invoiceId },
  });
  const paid = { outcome: 'paid', amountPaid: 50_000, keptPaymentIds: [stray.paymentId] };
  expect(await outcomeOf(stage(), invoice)).toMatchObject(paid);
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', writes: [{}] });
  expect(keptInTogai(stage(), invoice)).toMatchObject({ keptPaymentIds: [stray.paymentId] });

  // The same again for the invoice: what comes second is too much.
  const second = await held(invoice);
  await stage().orchestrator.acceptStrayPayment(second);
  await strayOf(stage(), second.paymentId);
  const { refunds } = stage().simulator.razorpay.state;
  const refunded = (): unknown[] => [...refunds.values()].map(({ entity }) => entity.payment_id);
  await expect.poll(refunded, { timeout: 20_000 }).toEqual([second.paymentId]);
  expect(await outcomeOf(stage(), invoice)).toMatchObject(paid);
  expect(booksOf(stage(), invoice).writes).toHaveLength(1);
});

test('an operator dismisses it', async () => {
  const invoice = await bill(stage());
  const stray = await held(invoice);
  await stage().orchestrator.dismissStrayPayment({ ...stray, reason: 'another shop' });
  expect(await strayOf(stage(), stray.paymentId)).toMatchObject({
    ...{ outcome: 'dismissed', reason: 'another shop' },
  });
  await expect(stage().orchestrator.dismissStrayPayment({ ...stray, reason: 'again' })).rejects.toMatchObject(
    { code: 'STRAY_PAYMENT_NOT_FOUND' },
  );
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'DUE', writes: [] });
});

test('a payment that names nobody, and one that Razorpay does not know, are not ours', async () => {
  const paymentId = await foreignPayment(stage(), { shop: 'another' });
  await stage().orchestrator.reportStrayPayment({ connection: 'acme', paymentId });
  expect(await strayOf(stage(), paymentId)).toMatchObject({
    outcome: 'not_ours',
    reason: 'no_order_of_ours',
  });
  const unknown = 'pay_NobodyKnowsIt1';
  await stage().orchestrator.reportStrayPayment({ connection: 'acme', paymentId: unknown });
  expect(await strayOf(stage(), unknown)).toMatchObject({ outcome: 'not_ours' });
});
