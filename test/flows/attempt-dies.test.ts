import { expect, test } from 'vitest';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import { dyingAfter } from './support/dying.js';
import { bill, booksOf, hint, netbanking, outcomeOf, ref, until, useStage } from './support/shop.js';
import type { Billed } from './support/shop.js';

const stage = useStage({ withoutWorker: true, policy: { firstLookSeconds: 3_600 } });

function submit(invoice: Billed): Promise<SubmitPaymentAnswer> {
  return stage().orchestrator.submitPayment({ ...ref(invoice), attemptId: 'first', payment: netbanking });
}

test('a worker that dies between order and payment and its report leaves one payment, which is found and pays', async () => {
  // The account's customer is made by a call of its own, which answers before.
  const made = await dyingAfter(stage(), 'createOrderWithPayment');
  const invoice = await bill(stage());
  expect(await submit(invoice)).toEqual({ status: 'pending', attemptId: 'first' });
  const { orders, payments } = booksOf(stage(), invoice);
  expect({ orders: orders.length, payments: payments.length }).toEqual({ orders: 1, payments: 1 });
  const lost = { orderId: orders[0]?.id, paymentId: payments[0]?.id ?? '' };
  await until(stage(), invoice, { attempts: [{ standing: 'known', paymentId: lost.paymentId }] });
  expect(await submit(invoice)).toEqual({ status: 'next_actions_lost', attemptId: 'first', ...lost });
  stage().simulator.razorpay.lateAuthorize(lost.paymentId);
  await hint(stage(), invoice);
  const keptPaymentIds = [lost.paymentId];
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', keptPaymentIds });
  const after = booksOf(stage(), invoice);
  expect({ orders: after.orders.length, payments: after.payments.length, kept: after.kept }).toEqual({
    ...{ orders: 1, payments: 1, kept: 50_000 },
  });
  expect(made()).toEqual({ byTheDead: 1, byTheNext: 0 });
});
