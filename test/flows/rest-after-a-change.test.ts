import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
  type NextActions,
} from './support/shop.js';

const stage = useStage({ policy: { writeBack: 'record_payment', lateWindowDays: 0 } });

/** ₹300 of ₹500 are paid and recorded; then the invoice is for another amount. */
async function paidInPart(totalAmount: number): Promise<Billed> {
  const invoice = await bill(stage());
  const order = { partial_payment: true };
  await succeed(invoice, await pay(stage(), invoice, 'first', { ...netbanking, amount: 30_000 }, { order }));
  await until(stage(), invoice, { state: 'collecting_rest', amountPaid: 30_000 });
  await inTogai(stage(), invoice, { totalAmount });
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
  await until(stage(), invoice, { state: 'collecting_rest', amountDue: { amount: totalAmount * 100 } });
  return invoice;
}

async function succeed(invoice: Billed, answer: NextActions): Promise<void> {
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
}

test.each([
  { total: 400, order: { partial_payment: true } },
  { total: 700, order: { partial_payment: true } },
  { total: 400, order: undefined },
  { total: 700, order: undefined },
])('after a part and a total of $total, the next attempt is for the rest ($order)', async (change) => {
  const { total, order } = change;
  const invoice = await paidInPart(total);
  await succeed(invoice, await pay(stage(), invoice, 'second', netbanking, { ...(order && { order }) }));
  const due = total * 100;
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: due });
  const { orders, payments, refunds, writes, togai } = booksOf(stage(), invoice);
  expect(payments.map(({ amount }) => amount)).toEqual([30_000, due - 30_000]);
  expect(orders.map(({ amount }) => amount)).toEqual([50_000, due - 30_000]);
  expect(writes.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount)).toEqual([
    30_000,
    due - 30_000,
  ]);
  expect({ refunds, togai }).toEqual({ refunds: [], togai: 'PAID' });
});

test('the order for the rest takes parts, too, and no more than the rest', async () => {
  const invoice = await paidInPart(700);
  const order = { partial_payment: true };
  const part = (amount: number) => ({ ...netbanking, amount });
  await expect(pay(stage(), invoice, 'second', part(40_001), { order })).rejects.toMatchObject({
    code: 'AMOUNT_MISMATCH',
  });
  const second = await pay(stage(), invoice, 'third', part(15_000), { order });
  await succeed(invoice, second);
  await until(stage(), invoice, { state: 'collecting_rest', amountPaid: 45_000 });
  const last = await pay(stage(), invoice, 'fourth');
  expect(last.orderId).toBe(second.orderId);
  await succeed(invoice, last);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 });
  const { payments, refunds } = booksOf(stage(), invoice);
  expect(payments.map(({ amount }) => amount)).toEqual([30_000, 15_000, 25_000]);
  expect(refunds).toEqual([]);
});

test('a part stays when the rest is paid elsewhere, though the last order was for the rest alone', async () => {
  const invoice = await paidInPart(400);
  await atTheBank(stage(), await pay(stage(), invoice, 'second'), 'failure');
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'partially_paid', amountPaid: 30_000 });
  await inTogai(stage(), invoice, { status: 'PAID' });
  await stage().orchestrator.collectInvoice(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'partially_paid', reason: 'paid', amountPaid: 30_000, amountDue: { amount: 40_000 } },
  });
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 30_000, togai: 'PAID' });
});

/** No webhook tells of it, and no run is there. */
function loseDispute({ paymentId }: NextActions): void {
  const { razorpay } = stage().simulator;
  razorpay.moveDispute(razorpay.openDispute({ paymentId, amount: 30_000 }).id, 'lost');
}

test.each([
  { name: 'was terminated', stop: (invoice: Billed) => terminate(stage(), invoice) },
  {
    name: 'ended',
    stop: async (invoice: Billed) => {
      await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
      expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'partially_paid' });
    },
  },
])('a recorded part that a dispute took after its run $name does not hold the rest', async ({ stop }) => {
  const invoice = await bill(stage());
  const order = { partial_payment: true };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await succeed(invoice, first);
  await until(stage(), invoice, { state: 'collecting_rest', amountPaid: 30_000 });
  await stop(invoice);
  loseDispute(first);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'collecting_rest', disputes: [{ status: 'lost' }] });
  await succeed(invoice, await pay(stage(), invoice, 'second'));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { payments, refunds, writes, togai } = booksOf(stage(), invoice);
  expect(payments.map(({ amount }) => amount)).toEqual([30_000, 20_000]);
  expect(writes.map(({ kind, amount }) => ({ kind, amount }))).toEqual([
    { kind: 'payment', amount: 30_000 },
    { kind: 'payment', amount: 20_000 },
  ]);
  expect({ refunds, togai }).toEqual({ refunds: [], togai: 'PAID' });
});

test('a part that a dispute took before it was recorded is not recorded by the next run, which is held', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await terminate(stage(), invoice);
  await atTheBank(stage(), first, 'success');
  loseDispute(first);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  const { held } = await until(stage(), invoice, { state: 'held', held: { reason: 'disputed' } });
  expect(held?.detail).toContain(`of ${first.paymentId}: 30000 subunits of INR, lost`);
  const { looks } = await stage().orchestrator.getState(ref(invoice));
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'held', held: { reason: 'disputed' }, looks: looks + 1 });
  expect(booksOf(stage(), invoice)).toMatchObject({ writes: [], refunds: [], togai: 'DUE' });
});
