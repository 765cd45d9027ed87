import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { paidInvoice, type Paid } from './support/settling.js';
import { booksOf, hint, outcomeOf, ref, until, useStage } from './support/shop.js';

const gate = await openGate();
afterAll(() => gate.close());
const stage = useStage({ throughProxy: (url) => gate.through(url), policy: { lateWindowDays: 0 } });

const looks = '/v1/orders/';

function wish(invoice: Paid) {
  return { ...ref(invoice), paymentId: invoice.paymentId, refundId: 'return-1', amount: 20_000 };
}

async function withdraw(invoice: Paid): Promise<void> {
  await stage().orchestrator.withdrawRefund({ ...ref(invoice), refundId: 'return-1' });
}

/** Every call whose path begins so fails from now on, until the function it returns is called. */
function shut(prefix: string): () => void {
  gate.answer(prefix, 503);
  return () => gate.answer(prefix, undefined);
}

/** Such a call has failed since there were so many. */
async function answered(prefix: string, before = 0): Promise<void> {
  await expect.poll(() => gate.answered(prefix), { timeout: 20_000 }).toBeGreaterThan(before);
}

/** Whoever asks again is told of the refund that was made, and no other is. */
async function isMade(invoice: Paid): Promise<void> {
  const { orchestrator, simulator } = stage();
  await until(stage(), invoice, { refunds: [{ standing: 'pending' }] });
  expect(await orchestrator.refundPayment(wish(invoice))).toMatchObject({ status: 'pending' });
  await simulator.clock.advance(6_000);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 30_000 });
  expect(booksOf(stage(), invoice).refunds).toHaveLength(1);
}

test('a refund that Razorpay has made, and no look has seen yet, cannot be taken back', async () => {
  const invoice = await paidInvoice(stage());
  const call = `/v1/payments/${invoice.paymentId}/refund`;
  const broken = gate.breakNext(call);
  const asked = stage().orchestrator.refundPayment(wish(invoice));
  await broken;
  const open = shut(looks);
  // The next try makes it, and the look after it fails.
  await answered(looks);
  await withdraw(invoice);
  open();
  expect(await asked).toMatchObject({ status: 'pending' });
  await isMade(invoice);
});

test('a refund that is on its way to Razorpay cannot be taken back when it is made', async () => {
  const invoice = await paidInvoice(stage());
  const call = `/v1/payments/${invoice.paymentId}/refund`;
  const broken = gate.breakNext(call);
  const asked = stage().orchestrator.refundPayment(wish(invoice));
  await broken;
  const open = shut(call);
  await answered(call);
  await withdraw(invoice);
  open();
  expect(await asked).toMatchObject({ status: 'pending' });
  await isMade(invoice);
});

test('a refund that is on its way to Razorpay is taken back when it is refused', async () => {
  const invoice = await paidInvoice(stage());
  const call = `/v1/payments/${invoice.paymentId}/refund`;
  const broken = gate.breakNext(call);
  const asked = stage().orchestrator.refundPayment(wish(invoice));
  const refused = expect(asked).rejects.toMatchObject({ code: 'REFUND_WITHDRAWN' });
  await broken;
  const open = shut(call);
  await answered(call);
  await withdraw(invoice);
  stage().simulator.razorpay.refuseNextRefunds(1);
  open();
  await refused;
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice).refunds).toEqual([]);
});

test('a refund that was taken back and is asked for again while we look is made', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator, simulator } = stage();
  simulator.razorpay.refuseNextRefunds(1);
  expect(await orchestrator.refundPayment(wish(invoice))).toMatchObject({ status: 'requested' });
  const before = gate.answered(looks);
  const open = shut(looks);
  await withdraw(invoice);
  await answered(looks, before);
  const asked = orchestrator.refundPayment(wish(invoice));
  await until(stage(), invoice, { refunds: [{ standing: 'asked' }] });
  open();
  expect(await asked).toMatchObject({ status: 'pending' });
  await isMade(invoice);
});
