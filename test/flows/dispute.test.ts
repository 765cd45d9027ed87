import { expect, test } from 'vitest';
import { strayNewsWorkflowId } from '../../contracts/ids.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import { keptInTogai, latestRun, twinOrder } from './support/late.js';
import { paidInvoice } from './support/settling.js';
import {
  atTheBank,
  bill,
  booksOf,
  inTogai,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';
import { useWebhooks } from './support/webhooks.js';

// Nothing is waited for after a failure, so that a collection that gave up ends at once.
const stage = useStage({ policy: { lateWindowDays: 0 } });
const webhooks = useWebhooks(stage);

/** What Razorpay tells of a dispute is lost on its way. */
function untold<T>(act: () => T): T {
  stage().simulator.webhooks.configure({ url: undefined });
  const result = act();
  stage().simulator.webhooks.configure({ url: webhooks().url });
  return result;
}

test('a dispute after the end is shown until it is decided, and the invoice ends as it had', async () => {
  const invoice = await paidInvoice(stage());
  const { razorpay } = stage().simulator;
  const kept = keptInTogai(stage(), invoice);
  const { id } = razorpay.openDispute({ paymentId: invoice.paymentId });
  const { held } = await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'disputed' } },
    disputes: [{ disputeId: id, paymentId: invoice.paymentId, amount: 50_000, status: 'open' }],
  });
  expect(held?.detail).toContain(`${id} of ${invoice.paymentId}: 50000 subunits of INR, open`);
  const run = await latestRun(stage(), workflowIdOf(invoice));
  // What follows joins the run that shows it.
  razorpay.moveDispute(id, 'under_review');
  await until(stage(), invoice, { state: 'held', disputes: [{ status: 'under_review' }] });
  expect(await latestRun(stage(), workflowIdOf(invoice))).toBe(run);
  razorpay.moveDispute(id, 'lost');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'paid', reason: 'captured_in_full' },
    disputes: [{ disputeId: id, status: 'lost', amountDeducted: 50_000 }],
  });
  const { refunds, togai, writes } = booksOf(stage(), invoice);
  expect({ refunds, togai, writes: writes.length }).toEqual({ refunds: [], togai: 'PAID', writes: 1 });
  expect(keptInTogai(stage(), invoice)).toEqual(kept);
});

test('two disputes of one payment after the end are both shown', async () => {
  const invoice = await paidInvoice(stage());
  const { razorpay } = stage().simulator;
  const wish = { paymentId: invoice.paymentId, amount: 10_000 };
  const ids = [razorpay.openDispute(wish).id, razorpay.openDispute(wish).id];
  const { disputes = [] } = await until(stage(), invoice, { state: 'held', disputes: [{}, {}] });
  expect(disputes.map(({ disputeId }) => disputeId).sort()).toEqual([...ids].sort());
  for (const id of ids) razorpay.moveDispute(id, 'won');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
});

test('a refund that the merchant wants waits for the dispute, and is made once it is won', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator, simulator } = stage();
  const { id } = simulator.razorpay.openDispute({ paymentId: invoice.paymentId });
  await until(stage(), invoice, { state: 'held' });
  const wish = { ...ref(invoice), paymentId: invoice.paymentId, refundId: 'r-1', amount: 20_000 };
  expect(await orchestrator.refundPayment(wish)).toMatchObject({ status: 'requested', amount: 20_000 });
  expect(booksOf(stage(), invoice).refunds).toEqual([]);
  simulator.razorpay.moveDispute(id, 'won');
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  await simulator.clock.advance(6_000);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 30_000 });
});

test('a refund looks for disputes that no webhook told of, and a lost one is never refunded', async () => {
  const invoice = await paidInvoice(stage());
  const { orchestrator, simulator } = stage();
  const { id } = untold(() => simulator.razorpay.openDispute({ paymentId: invoice.paymentId }));
  const wish = { ...ref(invoice), paymentId: invoice.paymentId, refundId: 'r-1' };
  expect(await orchestrator.refundPayment(wish)).toMatchObject({ status: 'requested' });
  await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'disputed' } },
    disputes: [{ disputeId: id, status: 'open' }],
  });
  simulator.razorpay.moveDispute(id, 'lost');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    outcome: 'paid',
    disputes: [{ status: 'lost' }],
  });
  await expect(orchestrator.refundPayment({ ...wish, refundId: 'r-2' })).rejects.toMatchObject({
    code: 'PAYMENT_DISPUTED',
  });
  expect(booksOf(stage(), invoice).refunds).toEqual([]);
});

test.each([
  ['once the dispute is won', 'won', 1],
  ['never when the dispute took it', 'lost', 0],
] as const)('a surplus that is disputed, untold, goes back %s', async (_, verdict, count) => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  // Another attempt keeps the collection open after it is paid.
  await pay(stage(), invoice, 'second', netbanking, { replace: true });
  const twin = await twinOrder(stage(), invoice);
  const { razorpay } = stage().simulator;
  const { id } = untold(() => {
    razorpay.lateAuthorize(twin.paymentId);
    return razorpay.openDispute({ paymentId: twin.paymentId });
  });
  await atTheBank(stage(), answer, 'success');
  await stage().orchestrator.sendHint(ref(invoice), {
    ...{ evidence: 'webhook', event: 'order.paid', orderId: twin.orderId },
  });
  await until(stage(), invoice, { state: 'held', held: { reason: 'disputed' }, amountPaid: 100_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], togai: 'PAID' });
  razorpay.moveDispute(id, verdict);
  await until(stage(), invoice, { state: 'closing', disputes: [{ status: verdict }] });
  expect(booksOf(stage(), invoice).refunds).toHaveLength(count);
});

test('an invoice whose money a dispute took, and that is due again, is not called paid for that money', async () => {
  const { paymentId, ...invoice } = await paidInvoice(stage());
  const { razorpay } = stage().simulator;
  const { id } = untold(() => razorpay.openDispute({ paymentId }));
  untold(() => razorpay.moveDispute(id, 'lost'));
  await inTogai(stage(), invoice, { status: 'DUE' });
  const again = { ...ref(invoice), attemptId: 'second', payment: netbanking };
  await expect(stage().orchestrator.submitPayment(again)).rejects.toMatchObject({ code: 'COLLECTION_HELD' });
  const { held } = await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'disputed' } },
    disputes: [{ disputeId: id, status: 'lost', amountDeducted: 50_000 }],
  });
  expect(held?.detail).toContain(`${id} of ${paymentId}`);
  const { togai, writes, refunds } = booksOf(stage(), invoice);
  expect({ togai, writes: writes.length, refunds }).toEqual({ togai: 'DUE', writes: 1, refunds: [] });
  // What the first look has learnt, the looks after it read.
  const { looks } = await stage().orchestrator.getState(ref(invoice));
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'held', disputes: [{ disputeId: id }], looks: looks + 1 });
  expect(booksOf(stage(), invoice).togai).toBe('DUE');
});

test('a dispute of a payment that is none of ours begins no collection', async () => {
  const { paymentId } = await paidInvoice(stage());
  const { connection, simulator, client, orchestrator } = stage();
  const { id } = untold(() => simulator.razorpay.openDispute({ paymentId }));
  const nobodys = { connection, paymentId: 'pay_00000000000000', disputeId: id };
  await orchestrator.reportStrayPayment(nobodys);
  const handle = client.workflow.getHandle(strayNewsWorkflowId(connection, id));
  expect(await handle.result()).toMatchObject({ outcome: 'not_ours', reason: 'razorpay_does_not_know_it' });
});
