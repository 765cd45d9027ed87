import { expect, test } from 'vitest';
import { markedWhenChangedTo } from '../flows/support/changing.js';
import { harmNext } from '../flows/support/harm.js';
import { twinOrder } from '../flows/support/late.js';
import { paidInvoice } from '../flows/support/settling.js';
import { atRazorpay, atTheBank, bill, booksOf, card, hint, inTogai } from '../flows/support/shop.js';
import { netbanking, pay, ref, until, type Billed } from '../flows/support/shop.js';
import { daysOfRefunds } from '../flows/support/surplus.js';
import type { Stage } from '../support/stage.js';
import { recordCollection, recordEnd, useRecordedLeapingStage, useRecordedStage } from './recording.js';

// No look but those that hints ask for.
const quiet = useRecordedStage({ policy: { firstLookSeconds: 3_600 } });
const plain = useRecordedStage({ policy: { lateWindowDays: 0 } });
const leaping = useRecordedLeapingStage();

/** Sends something to a collection that waits for nothing but an OTP, after which money is to go back. */
type Arrival = (stage: Stage, invoice: Billed, paymentId: string) => Promise<unknown>;

const news: Arrival = async (stage, invoice) => {
  const { orderId, paymentId } = await twinOrder(stage, invoice);
  stage.simulator.razorpay.lateAuthorize(paymentId);
  const captured = { evidence: 'webhook', event: 'order.paid', orderId, paymentId } as const;
  await stage.orchestrator.sendHint(ref(invoice), captured);
};

const wish: Arrival = (stage, invoice, paymentId) =>
  stage.orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'return', amount: 20_000 });

test.each([
  ['news of another capture', 'news-while-an-otp-is-answered', news],
  ["a refund on the merchant's wish", 'refund-while-an-otp-is-answered', wish],
] as const)('%s, when only an OTP keeps the collection from its end', async (_what, name, arrive) => {
  const stage = quiet();
  const { orchestrator } = stage;
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'card', card());
  const { paymentId } = answer;
  const attempt = { ...ref(invoice), attemptId: 'card' };
  await orchestrator.generateOtp(attempt);
  const path = `/payments/${paymentId}/otp/submit`;
  const isAsked = harmNext(stage, { provider: 'razorpay', path, kind: 'latency', delayMs: 7_000 });
  const otp = orchestrator.submitOtp({ ...attempt, otp: '754081' }).catch((error: unknown) => error);
  await isAsked();
  await atTheBank(stage, answer, 'success');
  await hint(stage, invoice);
  await until(stage, invoice, { waitingFor: 'an_otp_or_callback_to_be_answered' }, 5_000);
  await arrive(stage, invoice, paymentId);
  await otp;
  await expect.poll(() => booksOf(stage, invoice).refunds.length, { timeout: 20_000 }).toBe(1);
  await daysOfRefunds(stage);
  await recordEnd(stage, name, invoice);
});

test('due again after a dispute took its money, of which nobody has told', async () => {
  const stage = plain();
  const { orchestrator, simulator } = stage;
  const { paymentId, ...invoice } = await paidInvoice(stage);
  const { id } = simulator.razorpay.openDispute({ paymentId });
  simulator.razorpay.moveDispute(id, 'lost');
  await inTogai(stage, invoice, { status: 'DUE' });
  const again = { ...ref(invoice), attemptId: 'second', payment: netbanking };
  await expect(orchestrator.submitPayment(again)).rejects.toMatchObject({ code: 'COLLECTION_HELD' });
  const held = { state: 'held', held: { reason: 'disputed' }, disputes: [{ disputeId: id, status: 'lost' }] };
  const { looks } = await until(stage, invoice, held);
  await orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { ...held, looks: looks + 1 });
  await recordCollection(stage, 'lost-dispute-found', invoice);
});

test('a mark that shows when the payment it names has gone back and another is kept: searched for, and held', async () => {
  const stage = leaping();
  const invoice = await bill(stage);
  const first = await pay(stage, invoice, 'first');
  await atTheBank(stage, first, 'success');
  stage.simulator.togai.loseNextUpdates(1);
  await hint(stage, invoice);
  const unshown = { state: 'captured', waitingFor: 'togai_to_show_the_mark' };
  await until(stage, invoice, unshown);
  await atRazorpay(stage, `/payments/${first.paymentId}/refund`, {});
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'awaiting_attempt' });
  await atTheBank(stage, await pay(stage, invoice, 'second'), 'success');
  await inTogai(stage, invoice, { status: 'PAID' });
  await hint(stage, invoice);
  await until(stage, invoice, unshown);
  await stage.pass('2 minutes');
  await until(stage, invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  await recordCollection(stage, 'mark-searched-for', invoice);
});

test('marked by us, set back to DUE with all of it shown as paid, until a person says whose payment that is', async () => {
  const stage = plain();
  const invoice = await paidInvoice(stage);
  await inTogai(stage, invoice, { status: 'DUE', paidAmount: 500 });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage, invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  await inTogai(stage, invoice, { status: 'PAID' });
  await recordEnd(stage, 'marked-then-due-and-shown-as-paid', invoice);
});

test('an invoice that becomes less in the moment it is marked paid: the difference goes back', async () => {
  const stage = plain();
  await recordEnd(stage, 'less-while-marked', await markedWhenChangedTo(stage, 300));
});
