import { afterAll, afterEach, expect, test } from 'vitest';
import {
  connectionHoldWorkflowId,
  customerSyncWorkflowId,
  strayNewsWorkflowId,
  strayPaymentWorkflowId,
} from '../../contracts/ids.js';
import { DAY, MINUTE } from '../../domain/clock.js';
import { createSimulatorClock } from '../../testbed/simulator/clock.js';
import { forgotten, hasty as hastyHold, holdUntil, released } from '../flows/support/holding.js';
import { foreignPayment, heldStray, strayOf, twinOrder } from '../flows/support/late.js';
import { payOnPage } from '../flows/support/paying.js';
import { reconcileWith } from '../flows/support/reconciling.js';
import { paidInvoice, reconcileSettlementsOf, settle } from '../flows/support/settling.js';
import { daysOfRefunds, paidTooMuch } from '../flows/support/surplus.js';
import {
  atTheBank,
  bill,
  booksOf,
  card,
  hint,
  inTogai,
  intent,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  urlOf,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { terminate, workflowIdOf } from '../workflows/support/runs.js';
import { replayKeyRing } from './histories.js';
import type { HistoryName } from './history-names.js';
import { record } from './recording.js';

// Makes test/replay/histories again, with the files beside it: one history for every path through the workflows.
const automatic = useStage({ keyRing: replayKeyRing });
const manual = useStage({
  keyRing: replayKeyRing,
  policy: { capture: 'manual', writeBack: 'record_payment', retryBy: 'receipt' },
});
const impatient = useStage({ keyRing: replayKeyRing, policy: { lateWindowDays: 0 } });
// Six seconds a day: a reminder comes tomorrow.
const time = { startMs: Date.now(), timeScale: 14_400 };
const clock = createSimulatorClock(time);
afterAll(() => clock.close());
const hasty = useStage({
  ...{ keyRing: replayKeyRing, time, simulator: { clock } },
  policy: {
    firstLookSeconds: 3600,
    reminders: { days: [0], timeZone: 'UTC', from: '10:00', to: '19:00', channels: ['email', 'sms'] },
  },
});
const pace = hastyHold();
afterAll(() => pace.close());
const held = useStage({ ...pace, keyRing: replayKeyRing });
let stage = automatic;
afterEach(() => {
  stage = automatic;
});

const save = (name: HistoryName, workflowId: string): Promise<void> => record(stage(), name, workflowId);

async function paid(name: HistoryName, invoice: Billed): Promise<void> {
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  await save(name, workflowIdOf(invoice));
}

test('netbanking', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await paid('netbanking', invoice);
});

test('a paid mark that Togai forgets', async () => {
  // Its minute passes in a moment; the hint in between makes no other mark.
  stage = held;
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  stage().simulator.togai.loseNextUpdates(1);
  await hint(stage(), invoice);
  await paid('mark-forgotten', invoice);
});

test('card with OTP, after a card that failed', async () => {
  const invoice = await bill(stage());
  const { connection, invoiceId } = invoice;
  await atTheBank(stage(), await pay(stage(), invoice, 'empty', card('4100280000080001')), 'failure');
  await pay(stage(), invoice, 'card', card());
  const attempt = { connection, invoiceId, attemptId: 'card' };
  await stage().orchestrator.generateOtp(attempt);
  await stage().orchestrator.submitOtp({ ...attempt, otp: '123' });
  await stage().orchestrator.resendOtp(attempt);
  await stage().orchestrator.submitOtp({ ...attempt, otp: '754081' });
  await paid('card-otp-after-a-failure', invoice);
});

test('UPI intent, with a replaced attempt', async () => {
  const invoice = await bill(stage());
  await pay(stage(), invoice, 'first');
  const answer = await pay(stage(), invoice, 'second', intent, { replace: true });
  await stage().customer.approveIntent(urlOf(answer, 'intent'), 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  await save('replaced-attempt-guarded', workflowIdOf(invoice));
});

test('payment request paid', async () => {
  const invoice = await bill(stage());
  await payOnPage(stage(), invoice);
  await paid('payment-request', invoice);
});

test('payment request reminded, then paid', async () => {
  stage = hasty;
  const invoice = await bill(stage(), { dueDate: new Date(clock.now() + DAY).toISOString() });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  const { notifications } = stage().simulator.razorpay.state;
  await expect.poll(() => notifications.length, { timeout: 30_000 }).toBe(3);
  await stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await paid('payment-request-reminded', invoice);
});

test('payment request replaced after the amount has changed, then paid', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await inTogai(stage(), invoice, { totalAmount: 700 });
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
  const { rounds } = await until(stage(), invoice, {
    ...{ state: 'awaiting_customer', rounds: [{ round: 1 }, { round: 2 }] },
  });
  await stage().customer.payHostedInvoice(rounds[1]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await paid('payment-request-replaced', invoice);
});

test('payment request cancelled', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
  await save('payment-request-cancelled', workflowIdOf(invoice));
});

test('cancelled in Temporal while a payment is open', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await stage().client.workflow.getHandle(workflowIdOf(invoice)).cancel();
  await until(stage(), invoice, { state: 'closing' });
  await atTheBank(stage(), answer, 'success');
  await paid('cancelled-in-temporal', invoice);
});

test('manual capture, recorded in Togai, in two parts', async () => {
  stage = manual;
  const invoice = await bill(stage());
  const order = { partial_payment: true };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  const second = await pay(stage(), invoice, 'second', { ...netbanking, amount: 30_000 });
  await atTheBank(stage(), second, 'success');
  await paid('manual-capture-in-two-parts', invoice);
});

test('voided while a payment is authorized', async () => {
  stage = manual;
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  await save('voided-while-authorized', workflowIdOf(invoice));
});

test('refused at the gateway, then nothing', async () => {
  const invoice = await bill(stage());
  stage().simulator.razorpay.refuseNextAtGateway(1);
  await stage().orchestrator.submitPayment({ ...ref(invoice), attemptId: 'first', payment: netbanking });
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'awaiting_attempt', looks: 1 });
  await save('refused-at-the-gateway', workflowIdOf(invoice));
});

test('a bank that is not enabled, not asked again, then another', async () => {
  const invoice = await bill(stage());
  const { razorpay } = stage().simulator;
  // A bank that no other history pays by: the worker remembers it longer than this takes.
  razorpay.setInstrument({ method: 'netbanking', instrument: { bank: 'ICIC' }, as: 'not_enabled' });
  const payment = { ...netbanking, method: 'netbanking', bank: 'ICIC' } as const;
  for (const attemptId of ['first', 'second'])
    await stage().orchestrator.submitPayment({ ...ref(invoice), attemptId, payment });
  await atTheBank(stage(), await pay(stage(), invoice, 'third'), 'success');
  await paid('bank-not-enabled', invoice);
});

test('nothing to collect, and held, as a reconciliation finds it', async () => {
  const draft = await bill(stage(), { status: 'DRAFT' });
  await stage().orchestrator.collectInvoice({ ...ref(draft), mode: 'direct' });
  await outcomeOf(stage(), draft);
  await save('nothing-to-collect', workflowIdOf(draft));
  const small = await bill(stage(), { amount: 99 });
  await stage().orchestrator.collectInvoice({ ...ref(small), mode: 'direct' });
  await until(stage(), small, { state: 'held' });
  await save('held', workflowIdOf(small));
  const { workflowId } = await reconcileWith(stage(), { id: 'record-held', reach: { days: 1 } });
  await save('reconciled-held', workflowId);
});

test('customer sync, new and held', async () => {
  const { accountId, connection } = await bill(stage());
  await stage().orchestrator.syncCustomer({ connection, accountId });
  await save('customer-synced', customerSyncWorkflowId(connection, accountId));
  const strange = await bill(stage(), { razorpayCustomerId: 'verifone-4711' });
  await stage().orchestrator.syncCustomer({ connection, accountId: strange.accountId });
  await save('customer-held', customerSyncWorkflowId(connection, strange.accountId));
});

test('late money after an expiry, and after the invoice was paid', async () => {
  stage = impatient;
  const invoice = await bill(stage());
  const { connection } = invoice;
  const { paymentId, ...answer } = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), { ...answer, paymentId }, 'failure');
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
  const twin = await twinOrder(stage(), invoice);
  await atTheBank(stage(), { ...answer, paymentId, next: twin.next }, 'failure');
  stage().simulator.razorpay.lateAuthorize(paymentId);
  await stage().orchestrator.reportStrayPayment({ connection, paymentId });
  await strayOf(stage(), paymentId);
  await outcomeOf(stage(), invoice);
  await save('stray-handed-over', strayPaymentWorkflowId(connection, paymentId));
  await save('late-money-captured', workflowIdOf(invoice));

  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  await stage().orchestrator.reportStrayPayment({ connection, paymentId: twin.paymentId });
  await strayOf(stage(), twin.paymentId);
  await outcomeOf(stage(), invoice);
  await save('late-money-refunded', workflowIdOf(invoice));
});

test('a surplus whose refund failed after the end', async () => {
  stage = impatient;
  const { orchestrator, simulator, client, connection } = stage();
  const invoice = await paidTooMuch(stage());
  simulator.razorpay.failNextRefunds(1);
  await daysOfRefunds(stage());
  const { id: refundId, payment_id: paymentId } = booksOf(stage(), invoice).refunds[0]!;
  await orchestrator.reportStrayPayment({ connection, paymentId, refundId });
  await until(stage(), invoice, { state: 'refunding', waitingFor: 'refund_failed' });
  const strayId = strayNewsWorkflowId(connection, refundId);
  await client.workflow.getHandle(strayId).result();
  await save('stray-refund', strayId);
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  await save('surplus-refund-failed-late', workflowIdOf(invoice));
});

test('stray payments held, accepted and not ours', async () => {
  const { connection, invoiceId } = await bill(stage());
  const held = await foreignPayment(stage(), { po_connection: connection, po_invoice: invoiceId });
  await stage().orchestrator.reportStrayPayment({ connection, paymentId: held });
  await heldStray(stage(), held);
  await save('stray-held', strayPaymentWorkflowId(connection, held));
  await stage().orchestrator.acceptStrayPayment({ connection, paymentId: held });
  await strayOf(stage(), held);
  await outcomeOf(stage(), { connection, invoiceId });
  await save('stray-accepted', strayPaymentWorkflowId(connection, held));
  await save('accepted-payment', workflowIdOf({ connection, invoiceId }));
  const nobodys = await foreignPayment(stage(), {});
  await stage().orchestrator.reportStrayPayment({ connection, paymentId: nobodys });
  await strayOf(stage(), nobodys);
  await save('stray-not-ours', strayPaymentWorkflowId(connection, nobodys));
});

test('reconciliation that starts, hints, hands over and lists, in one run and in several', async () => {
  stage = impatient;
  const stopped = await bill(stage());
  const started = await pay(stage(), stopped, 'first');
  await terminate(stage(), stopped);
  await atTheBank(stage(), started, 'success');
  const ended = await bill(stage());
  const late = await pay(stage(), ended, 'first');
  await atTheBank(stage(), late, 'failure');
  await stage().orchestrator.cancelCollection({ ...ref(ended), reason: 'test' });
  await outcomeOf(stage(), ended);
  stage().simulator.razorpay.lateAuthorize(late.paymentId);
  const attempted = await bill(stage());
  await atTheBank(stage(), await pay(stage(), attempted, 'first'), 'failure');
  const { connection, invoiceId } = await bill(stage());
  await foreignPayment(stage(), { po_connection: connection, po_invoice: invoiceId });
  await paidTooMuch(stage());
  stage().simulator.razorpay.failNextRefunds(1);
  await daysOfRefunds(stage());

  const time = { startMs: Date.now() - 20 * MINUTE, timeScale: 2 };
  const { workflowId } = await reconcileWith(stage(), { id: 'record', reach: { days: 2 }, time });
  await save('reconciled', workflowId);
  const small = { days: 2, pageSize: 2, eventsPerRun: 40 };
  const parts = await reconcileWith(stage(), { id: 'record-parts', reach: small });
  await save('reconciled-in-parts', parts.workflowId);
});

test('refunded on the merchant’s wish, after the end and by hand', async () => {
  stage = impatient;
  const { orchestrator, simulator, client } = stage();
  const invoice = await bill(stage());
  const { paymentId, ...answer } = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), { ...answer, paymentId }, 'success');
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  simulator.razorpay.refuseNextRefunds(1);
  await orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'part', amount: 20_000 });
  await orchestrator.withdrawRefund({ ...ref(invoice), refundId: 'part' });
  await outcomeOf(stage(), invoice);
  await save('merchant-refund-withdrawn', workflowIdOf(invoice));
  await orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'part', amount: 20_000 });
  const handle = client.workflow.getHandle(workflowIdOf(invoice));
  await handle.signal('refundSignal', { paymentId });
  await until(stage(), invoice, { amountPaid: 0 });
  await simulator.clock.advance(6_000);
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  await save('merchant-refund', workflowIdOf(invoice));
});

test('reconciliation of settlements that agree, that nobody counted, and that differ from Togai', async () => {
  stage = impatient;
  const voided = await paidInvoice(stage());
  await inTogai(stage(), voided, { status: 'VOID' });
  const surplus = await bill(stage());
  const answer = await pay(stage(), surplus, 'first');
  const twin = await twinOrder(stage(), surplus);
  await atTheBank(stage(), { ...answer, next: twin.next }, 'success');
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), surplus);
  await outcomeOf(stage(), surplus);
  const { workflowId } = await reconcileSettlementsOf(stage(), await settle(stage()));
  await save('reconciled-settlements', workflowId);
});

test('a connection held until a payment request is taken, and one released by hand', async () => {
  stage = held;
  const { orchestrator, simulator, connection } = stage();
  const workflowId = connectionHoldWorkflowId(connection);
  const refused = await bill(stage());
  simulator.razorpay.refuseMerchant('merchant_not_activated');
  await orchestrator.submitPayment({ ...ref(refused), attemptId: 'first', payment: netbanking });
  await holdUntil(stage(), { state: 'held' });
  const invoice = await bill(stage());
  await orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'connection_held' } });
  await holdUntil(stage(), { probes: 1, lastProbe: { end: 'refused' } });
  simulator.razorpay.refuseMerchant(null);
  await released(stage());
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await save('connection-hold-probed', workflowId);
  await save('payment-request-held-by-connection', workflowIdOf(invoice));
  await forgotten();
  simulator.razorpay.refuseMerchant('live_mode_not_enabled');
  const again = await bill(stage());
  await orchestrator.submitPayment({ ...ref(again), attemptId: 'first', payment: netbanking });
  await holdUntil(stage(), { state: 'held' });
  await orchestrator.submitPayment({ ...ref(again), attemptId: 'second', payment: netbanking });
  await save('attempt-held-by-connection', workflowIdOf(again));
  await orchestrator.releaseConnection({ connection, reason: 'enabled' });
  await released(stage());
  await save('connection-hold-released', workflowId);
});

test('a dispute after the end, with a refund that waits for it', async () => {
  stage = impatient;
  const { orchestrator, simulator } = stage();
  const { connection, invoiceId, paymentId } = await paidInvoice(stage());
  const named = { connection, invoiceId };
  const { id: disputeId } = simulator.razorpay.openDispute({ paymentId });
  await orchestrator.reportStrayPayment({ connection, paymentId, disputeId });
  await until(stage(), named, { state: 'held', held: { reason: 'disputed' } });
  await save('stray-dispute', strayNewsWorkflowId(connection, disputeId));
  await orchestrator.refundPayment({ ...named, paymentId, refundId: 'part', amount: 20_000 });
  simulator.razorpay.moveDispute(disputeId, 'won');
  const { id } = simulator.razorpay.openDispute({ paymentId, amount: 10_000 });
  await orchestrator.sendHint(named, {
    ...{ evidence: 'webhook', event: 'payment.dispute.created', disputeId: id },
  });
  await until(stage(), named, { state: 'held', disputes: [{ status: 'won' }, { disputeId: id }] });
  simulator.razorpay.moveDispute(id, 'lost');
  await hint(stage(), named);
  await outcomeOf(stage(), named);
  await save('disputed', workflowIdOf(named));
});
