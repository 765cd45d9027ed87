import { afterAll, test } from 'vitest';
import { openGate } from '../flows/support/gate.js';
import { strayOf, twinOrder } from '../flows/support/late.js';
import { terminate } from '../workflows/support/runs.js';
import { atRazorpay, atTheBank, bill, booksOf, hint, inTogai } from '../flows/support/shop.js';
import { netbanking, outcomeOf, pay, ref, until } from '../flows/support/shop.js';
import { daysOfRefunds } from '../flows/support/surplus.js';
import { recordCollection, recordEnd, useRecordedStage } from './recording.js';

const refunding = useRecordedStage({
  policy: { capturedWhileClosing: 'refund', voided: 'refund', lateWindowDays: 0 },
});
const capturing = useRecordedStage({
  policy: { capture: 'manual', lateAuthorization: 'capture_and_refund' },
});
const gate = await openGate();
afterAll(() => gate.close());
// What makes its collections look is news.
const told = useRecordedStage({
  throughProxy: (url) => gate.through(url),
  policy: { lateWindowDays: 0, firstLookSeconds: 3_600 },
});

test('captured after a cancellation', async () => {
  const stage = refunding();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await stage.orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await until(stage, invoice, { waitingFor: 'money_may_still_arrive' });
  await atTheBank(stage, answer, 'success');
  await recordEnd(stage, 'captured-while-closing-refunded', invoice);
});

test('captured for an invoice that was voided, and a refund that fails after the end', async () => {
  const stage = refunding();
  const { orchestrator, simulator, connection } = stage;
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await inTogai(stage, invoice, { status: 'VOID' });
  await atTheBank(stage, answer, 'success');
  await recordEnd(stage, 'voided-refunded', invoice);
  simulator.razorpay.failNextRefunds(1);
  await daysOfRefunds(stage);
  const { id: refundId, payment_id: paymentId } = booksOf(stage, invoice).refunds[0]!;
  await orchestrator.reportStrayPayment({ connection, paymentId, refundId });
  await until(stage, invoice, { state: 'refunding', waitingFor: 'refund_failed' });
  await recordEnd(stage, 'voided-refund-failed-late', invoice);
});

test('authorized after the invoice was paid', async () => {
  const stage = capturing();
  const { connection } = stage;
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  const { next, paymentId } = await twinOrder(stage, invoice, 'manual');
  await atTheBank(stage, { ...answer, next }, 'failure');
  await atTheBank(stage, answer, 'success');
  await hint(stage, invoice);
  await outcomeOf(stage, invoice);
  stage.simulator.razorpay.lateAuthorize(paymentId);
  await stage.orchestrator.reportStrayPayment({ connection, paymentId });
  await strayOf(stage, paymentId);
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'late-authorization-captured-and-refunded', invoice);
});

test('captured for an invoice that somebody else has paid, and sent back by a person', async () => {
  const stage = told();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await inTogai(stage, invoice, { status: 'PAID' });
  await atTheBank(stage, answer, 'success');
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  await atRazorpay(stage, `/payments/${answer.paymentId}/refund`, {});
  await recordEnd(stage, 'paid-elsewhere', invoice);
});

test('news of an order that a running collection does not know', async () => {
  const stage = told();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  const { orderId, paymentId } = await twinOrder(stage, invoice);
  stage.simulator.razorpay.lateAuthorize(paymentId);
  const news = { evidence: 'webhook', event: 'order.paid', orderId, paymentId } as const;
  await stage.orchestrator.sendHint(ref(invoice), news);
  await until(stage, invoice, { state: 'closing', amountPaid: 50_000 });
  await atTheBank(stage, answer, 'success');
  await recordEnd(stage, 'order-known-by-news', invoice);
});

test('a payment handed over with an order that no search by receipt finds', async () => {
  const stage = told();
  const { connection } = stage;
  const invoice = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage, invoice, { state: 'awaiting_attempt' });
  const broken = gate.breakNext('/v1/orders');
  const lost = stage.orchestrator.submitPayment({ ...ref(invoice), attemptId: 'lost', payment: netbanking });
  await broken;
  await lost;
  await inTogai(stage, invoice, { totalAmount: 400 });
  const { paymentId, ...answer } = await pay(stage, invoice, 'second', netbanking, { replace: true });
  await until(stage, invoice, { rounds: [{ round: 1 }, { round: 2 }] });
  await terminate(stage, invoice);
  await atTheBank(stage, { ...answer, paymentId }, 'success');
  await stage.orchestrator.reportStrayPayment({ connection, paymentId });
  await strayOf(stage, paymentId);
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'started-by-an-order-in-news', invoice);
});
