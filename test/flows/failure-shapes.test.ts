import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  card,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';

const stage = useStage();

async function submit(invoice: Parameters<typeof ref>[0], attemptId: string, payment = netbanking) {
  return stage().orchestrator.submitPayment({ ...ref(invoice), attemptId, payment });
}

test('the order itself is refused: nothing exists', async () => {
  const invoice = await bill(stage(), { razorpayCustomerId: 'cust_AAAAAAAAAAAAAA' });
  const refused = await submit(invoice, 'first');
  expect(refused).toMatchObject({ status: 'refused', refusal: { step: 'order_create' } });
  expect(refused).not.toHaveProperty('orderId');
  expect(booksOf(stage(), invoice).orders).toEqual([]);
});

test('the order is made and the payment refused: the order is bound, and the next attempt uses it', async () => {
  const invoice = await bill(stage());
  const expired = card('4111111111111111', { expiry_month: '10', expiry_year: '20' });
  const refused = await submit(invoice, 'expired', expired);
  expect(refused).toMatchObject({
    status: 'refused',
    refusal: { reason: 'card_expired', class: 'use_another' },
  });
  expect(refused).not.toHaveProperty('paymentId');
  const [order] = booksOf(stage(), invoice).orders;
  expect(refused).toMatchObject({ orderId: order?.id });
  const view = await until(stage(), invoice, { state: 'awaiting_attempt' });
  expect(view.rounds).toMatchObject([{ orderId: order?.id }]);
  const second = await pay(stage(), invoice, 'second');
  expect(second.orderId).toBe(order?.id);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', orderIds: [order?.id] });
});

test('the payment is made and the gateway refuses it: order and payment are bound', async () => {
  const invoice = await bill(stage());
  stage().simulator.razorpay.refuseNextAtGateway(1);
  const refused = await submit(invoice, 'first');
  const { orders, payments } = booksOf(stage(), invoice);
  expect(payments).toMatchObject([{ status: 'failed' }]);
  expect(refused).toMatchObject({ status: 'refused', orderId: orders[0]?.id, paymentId: payments[0]?.id });
  // The bank says yes after all: the money of the bound payment is not lost.
  stage().simulator.razorpay.lateAuthorize(payments[0]?.id ?? '');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [payments[0]?.id] });
});
