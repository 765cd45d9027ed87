import { expect, test } from 'vitest';
import { invoicePaymentWorkflowId, strayPaymentWorkflowId } from '../../contracts/ids.js';
import { keptInTogai, latestRun, strayOf, twinOrder } from './support/late.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
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

/** A collection whose one payment failed, and that was cancelled. */
async function givenUp() {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'failure');
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  return { ...invoice, paymentId: answer.paymentId };
}

/** A collection that was paid, and has left an order behind whose payment failed. */
async function paidWithTwin() {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  const twin = await twinOrder(stage(), invoice);
  await atTheBank(stage(), { ...answer, next: twin.next }, 'failure');
  await atTheBank(stage(), answer, 'success');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  return { ...invoice, paymentId: answer.paymentId, twin };
}

test('money that comes after a collection was given up marks its invoice paid', async () => {
  const invoice = await givenUp();
  expect(keptInTogai(stage(), invoice)).toMatchObject({ outcome: 'cancelled', keptPaymentIds: [] });
  stage().simulator.razorpay.lateAuthorize(invoice.paymentId);
  expect(await strayOf(stage(), invoice.paymentId)).toMatchObject({ outcome: 'handed_over' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { togai, kept, refunds, writes, requests } = booksOf(stage(), invoice);
  expect({ togai, kept, refunds, writes: writes.length, requests }).toEqual({
    ...{ togai: 'PAID', kept: 50_000, refunds: [], writes: 1, requests: [] },
  });
  expect(keptInTogai(stage(), invoice)).toEqual({
    ...{ outcome: 'paid', keptPaymentIds: [invoice.paymentId], amount: 50_000, recordedByUs: 0 },
    // Togai says PAID: what stands there as an intention was carried out.
    marking: true,
    asked: { target: 50_000, total: 50_000 },
  });
});

test('a cancelled collection stays cancelled when no money came after all', async () => {
  const { paymentId, ...invoice } = await givenUp();
  const noted = keptInTogai(stage(), invoice);
  const { connection, invoiceId } = invoice;
  const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
  const first = await latestRun(stage(), workflowId);
  await stage().orchestrator.reportStrayPayment({ connection, paymentId });
  expect(await strayOf(stage(), paymentId)).toMatchObject({ outcome: 'handed_over' });
  expect(await latestRun(stage(), workflowId)).not.toBe(first);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect(keptInTogai(stage(), invoice)).toEqual(noted);
});

test('a capture after the invoice was paid is refunded once, and Togai is left alone', async () => {
  const { twin, paymentId, ...invoice } = await paidWithTwin();
  expect(keptInTogai(stage(), invoice)).toMatchObject({ outcome: 'paid', keptPaymentIds: [paymentId] });
  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { refunds, kept, togai, writes } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 50_000, payment_id: twin.paymentId }]);
  expect({ kept, togai, writes: writes.length }).toEqual({ kept: 50_000, togai: 'PAID', writes: 1 });
});

test('two late payments of one invoice meet in one place: one is kept, one goes back', async () => {
  const invoice = await givenUp();
  const twin = await twinOrder(stage(), invoice);
  stage().simulator.razorpay.lateAuthorize(invoice.paymentId);
  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  // The one that comes second may find the collection running again already, and is a hint to it then.
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID' });
});

test('an invoice that somebody else paid after we gave up waits for a person', async () => {
  const invoice = await givenUp();
  await inTogai(stage(), invoice, { status: 'PAID' });
  stage().simulator.razorpay.lateAuthorize(invoice.paymentId);
  await until(stage(), invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 50_000, writes: [] });
});

test('a voided invoice whose money comes late waits for a person, with the reason', async () => {
  const invoice = await givenUp();
  await inTogai(stage(), invoice, { status: 'VOID' });
  stage().simulator.razorpay.lateAuthorize(invoice.paymentId);
  await until(stage(), invoice, { state: 'held', held: { reason: 'invoice_changed' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 50_000, togai: 'VOID' });
});

test('news of a payment that the ended collection has counted costs no workflow', async () => {
  // Two attempts: the ids alone do not tell which of them was counted.
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'failure');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  const { paymentId, ...answer } = await pay(stage(), invoice, 'second');
  stage().simulator.webhooks.configure({ url: undefined });
  await atTheBank(stage(), { ...answer, paymentId }, 'success');
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  const workflowId = invoicePaymentWorkflowId(invoice.connection, invoice.invoiceId);
  const run = await latestRun(stage(), workflowId);
  const { url, metrics } = webhooks();
  stage().simulator.webhooks.configure({ url });
  const order = structuredClone(booksOf(stage(), invoice).orders[0]!);
  const payment = structuredClone(booksOf(stage(), invoice).payments.find(({ id }) => id === paymentId)!);
  stage().simulator.webhooks.send('order.paid', { order, payment });
  await expect
    .poll(() => metrics.registry.metrics(), { timeout: 10_000 })
    .toContain('event="order.paid",result="already_counted"} 1');
  expect(await latestRun(stage(), strayPaymentWorkflowId(invoice.connection, paymentId))).toBeUndefined();
  expect(await latestRun(stage(), workflowId)).toBe(run);

  // A failed attempt was seen as well, but not counted: it may be captured yet.
  const failed = structuredClone(booksOf(stage(), invoice).payments.find(({ id }) => id !== paymentId)!);
  stage().simulator.webhooks.send('payment.captured', { payment: failed });
  expect(await strayOf(stage(), failed.id)).toMatchObject({ outcome: 'handed_over' });
});

test('news that found no collection, since visibility is behind, begins none that has ended with the money', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const workflowId = invoicePaymentWorkflowId(invoice.connection, invoice.invoiceId);
  const run = await latestRun(stage(), workflowId);
  const { connection, orchestrator } = stage();
  await orchestrator.reportStrayPayment({ connection, paymentId: answer.paymentId });
  expect(await strayOf(stage(), answer.paymentId)).toMatchObject({ outcome: 'handed_over' });
  expect(await latestRun(stage(), workflowId)).toBe(run);
});
