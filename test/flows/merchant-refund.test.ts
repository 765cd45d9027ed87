import { expect, test } from 'vitest';
import { terminate, workflowIdOf } from '../workflows/support/runs.js';
import { keptInTogai } from './support/late.js';
import { paidInvoice } from './support/settling.js';
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
} from './support/shop.js';

// Nothing is waited for after a failure, so that a collection that gave up ends at once.
const stage = useStage({ policy: { lateWindowDays: 0 } });

/** The end of the run that refunds; the simulated Razorpay processes refunds five seconds after they were made. */
async function refunded(invoice: Billed): ReturnType<typeof outcomeOf> {
  await expect.poll(() => booksOf(stage(), invoice).refunds.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await stage().simulator.clock.advance(6_000);
  await hint(stage(), invoice);
  return outcomeOf(stage(), invoice);
}

function wish({ paymentId, ...invoice }: Billed & { readonly paymentId: string }, amount?: number) {
  return { ...ref(invoice), paymentId, refundId: 'return-1', ...(amount !== undefined && { amount }) };
}

test('a paid invoice is refunded in full after its end, and Togai says so', async () => {
  const invoice = await paidInvoice(stage());
  const answer = await stage().orchestrator.refundPayment({ ...wish(invoice), reason: 'returned' });
  expect(answer).toMatchObject({ refundId: 'return-1', paymentId: invoice.paymentId, amount: 50_000 });
  expect(await refunded(invoice)).toMatchObject({
    ...{ outcome: 'refunded', reason: 'refunded_in_full', amountPaid: 0 },
  });
  const { refunds, kept, togai } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([
    {
      id: answer.razorpayRefundId,
      amount: 50_000,
      status: 'processed',
      notes: { po_refund_reason: 'returned' },
    },
  ]);
  expect({ kept, togai }).toEqual({ kept: 0, togai: 'REFUND_INITIATED' });
  expect(keptInTogai(stage(), invoice)).toMatchObject({ outcome: 'refunded', keptPaymentIds: [], amount: 0 });
});

test('a part goes back, and Togai, which knows no partial refund, is left alone', async () => {
  const invoice = await paidInvoice(stage());
  await stage().orchestrator.refundPayment(wish(invoice, 20_000));
  expect(await refunded(invoice)).toMatchObject({
    ...{ outcome: 'refunded', reason: 'refunded_in_part', amountPaid: 30_000 },
  });
  const { refunds, kept, togai } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 20_000, status: 'processed' }]);
  expect({ kept, togai }).toEqual({ kept: 30_000, togai: 'PAID' });
  expect(keptInTogai(stage(), invoice)).toMatchObject({ outcome: 'refunded', amount: 30_000 });
});

test('the same refund id is one refund for good, at once, and from run to run', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator } = stage();
  const [first, second] = await Promise.all([
    orchestrator.refundPayment(wish(invoice, 20_000)),
    orchestrator.refundPayment(wish(invoice, 20_000)),
  ]);
  expect(second.razorpayRefundId).toBe(first.razorpayRefundId);
  await refunded(invoice);
  const later = await orchestrator.refundPayment(wish(invoice, 20_000));
  expect(later).toEqual({ ...first, status: 'processed' });
  await refunded(invoice);
  expect(booksOf(stage(), invoice).refunds).toHaveLength(1);
  await expect(orchestrator.refundPayment(wish(invoice, 10_000))).rejects.toMatchObject({
    code: 'REFUND_ID_REUSED',
  });
  expect(booksOf(stage(), invoice).refunds).toHaveLength(1);
});

test('never more than what is left goes back', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator } = stage();
  await expect(orchestrator.refundPayment(wish(invoice, 50_001))).rejects.toMatchObject({
    code: 'REFUND_TOO_LARGE',
  });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const both = await Promise.allSettled(
    ['a', 'b'].map((refundId) => orchestrator.refundPayment({ ...wish(invoice, 30_000), refundId })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await refunded(invoice);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 20_000, refunds: [{ amount: 30_000 }] });
});

test('what is no captured payment of the invoice is not refunded', async () => {
  const { orchestrator } = stage();
  const other = await paidInvoice(stage());
  const invoice = await bill(stage());
  const { paymentId } = await pay(stage(), invoice, 'first');
  await expect(
    orchestrator.refundPayment({ ...wish({ ...invoice, paymentId: other.paymentId }) }),
  ).rejects.toMatchObject({ code: 'PAYMENT_UNKNOWN' });
  await expect(orchestrator.refundPayment(wish({ ...invoice, paymentId }))).rejects.toMatchObject({
    code: 'PAYMENT_NOT_CAPTURED',
  });
  const nobodys = await bill(stage());
  await expect(
    orchestrator.refundPayment(wish({ ...nobodys, paymentId: other.paymentId })),
  ).rejects.toMatchObject({ code: 'PAYMENT_UNKNOWN' });
  expect(booksOf(stage(), other)).toMatchObject({ kept: 50_000, refunds: [] });
});

test('a lost answer is one refund', async () => {
  const invoice = await paidInvoice(stage());
  const { faults } = stage().simulator;
  const path = `/payments/${invoice.paymentId}/refund`;
  faults.add({ provider: 'razorpay', method: 'POST', path, kind: 'dropped_answer', times: 1 });
  await stage().orchestrator.refundPayment(wish(invoice, 20_000));
  expect(await refunded(invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 30_000 });
  expect(faults.injected().filter((fault) => fault.path === path)).toHaveLength(1);
  expect(booksOf(stage(), invoice).refunds).toHaveLength(1);
});

test('a refund that failed is known to a run that remembers nothing', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator, simulator, client } = stage();
  simulator.razorpay.failNextRefunds(1);
  await orchestrator.refundPayment(wish(invoice, 20_000));
  await simulator.clock.advance(6_000);
  await hint(stage(), invoice);
  const waiting = {
    ...{ state: 'refunding', waitingFor: 'another_try_after_a_failed_refund', amountPaid: 50_000 },
    refunds: [{ standing: 'accepted', failures: 1, amount: 20_000 }],
  };
  await until(stage(), invoice, waiting);
  await terminate({ client }, invoice);
  await orchestrator.refundPayment(wish(invoice, 20_000));
  await until(stage(), invoice, waiting);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [{ status: 'failed' }] });
});

test('a refund that the balance does not cover waits, visibly, and can be taken back', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator, simulator } = stage();
  simulator.razorpay.refuseNextRefunds(1);
  expect(await orchestrator.refundPayment(wish(invoice, 20_000))).toMatchObject({ status: 'requested' });
  const { looks } = await until(stage(), invoice, {
    ...{ state: 'refunding', waitingFor: 'balance_for_a_refund' },
  });
  await hint(stage(), invoice);
  await expect
    .poll(async () => (await orchestrator.getState(ref(invoice))).looks, { timeout: 20_000 })
    .toBeGreaterThan(looks);
  expect(booksOf(stage(), invoice).refunds).toEqual([]);
  await orchestrator.withdrawRefund({ ...ref(invoice), refundId: 'return-1' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 50_000, togai: 'PAID' });
});

test.each(['taken back', 'forgotten'] as const)(
  'a refund that waits for the balance and is then %s leaves no trace in one made beside it',
  async (end) => {
    const invoice = await paidInvoice(stage());
    const { orchestrator, simulator, client } = stage();
    simulator.razorpay.refuseNextRefunds(1);
    await orchestrator.refundPayment({ ...wish(invoice, 20_000), refundId: 'waits' });
    await orchestrator.refundPayment({ ...wish(invoice, 10_000), refundId: 'made' });
    if (end === 'taken back') await orchestrator.withdrawRefund({ ...ref(invoice), refundId: 'waits' });
    else {
      await terminate({ client }, invoice);
      await orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    }
    expect(await refunded(invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 40_000 });
    expect(booksOf(stage(), invoice).refunds.map(({ amount }) => amount)).toEqual([10_000]);
    await orchestrator.refundPayment({ ...wish(invoice, 20_000), refundId: 'waits' });
    await expect.poll(() => booksOf(stage(), invoice).kept, { timeout: 20_000 }).toBe(20_000);
    expect(await refunded(invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 20_000 });
    expect(booksOf(stage(), invoice).refunds).toHaveLength(2);
  },
);

test('an operator refunds by hand, without an id, twice: one refund', async () => {
  const invoice = await bill(stage());
  const { paymentId, ...answer } = await pay(stage(), invoice, 'first');
  // Another attempt keeps the collection open after it is paid.
  await pay(stage(), invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage(), { ...answer, paymentId }, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await handle.signal('refundSignal');
  await handle.signal('refundSignal', { paymentId, amount: '200' });
  await handle.signal('refundSignal', { paymentId, amount: 20_000 });
  await handle.signal('refundSignal', { paymentId, amount: 20_000 });
  await until(stage(), invoice, { amountPaid: 30_000, refunds: [{ standing: 'pending' }] });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 30_000, refunds: [{ amount: 20_000 }] });
});

test('a refunded invoice is not collected again, not even one that Togai calls due', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator } = stage();
  await orchestrator.refundPayment(wish(invoice));
  await refunded(invoice);
  await orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  expect(await refunded(invoice)).toMatchObject({ outcome: 'refunded' });
  await inTogai(stage(), invoice, { status: 'DUE' });
  for (const mode of ['payment_request', 'direct'] as const) {
    await orchestrator.collectInvoice({ ...ref(invoice), mode });
    expect(await refunded(invoice)).toMatchObject({ outcome: 'refunded' });
  }
  await expect(
    orchestrator.submitPayment({ ...ref(invoice), attemptId: 'again', payment: netbanking }),
  ).rejects.toMatchObject({ code: 'COLLECTION_CLOSING' });
  expect(booksOf(stage(), invoice)).toMatchObject({ requests: [], kept: 0, orders: [{}] });
});
