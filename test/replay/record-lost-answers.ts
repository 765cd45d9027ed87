import { afterAll, expect, test } from 'vitest';
import { openGate, type BrokenCall } from '../flows/support/gate.js';
import { atTheBank, bill, booksOf, hint, netbanking } from '../flows/support/shop.js';
import { pay, ref, until, type Billed } from '../flows/support/shop.js';
import { recordEnd, useRecordedLeapingStage, useRecordedStage } from './recording.js';

const leaping = useRecordedLeapingStage({ firstLookSeconds: 240 });
const gate = await openGate();
afterAll(() => gate.close());
const recording = useRecordedStage({
  throughProxy: (url) => gate.through(url),
  policy: { writeBack: 'record_payment', capture: 'manual', firstLookSeconds: 3_600 },
});

/** An attempt whose answer never comes. Its request arrives when a test lets it. */
async function unanswered(): Promise<{ readonly invoice: Billed; readonly request: BrokenCall }> {
  const stage = leaping();
  const invoice = await bill(stage);
  const broken = stage.gate.breakNext('/v1/orders');
  const payment = { ...ref(invoice), attemptId: 'first', payment: netbanking };
  const answer = stage.orchestrator.submitPayment(payment);
  const request = await broken;
  await answer;
  return { invoice, request };
}

test('a payment that is found without its next actions, and replaced', async () => {
  const stage = leaping();
  const { invoice, request } = await unanswered();
  await request.arrive();
  await hint(stage, invoice);
  await until(stage, invoice, { attempts: [{ answer: { status: 'next_actions_lost' } }] });
  const second = await pay(stage, invoice, 'second', netbanking, { replace: true });
  stage.simulator.razorpay.lateAuthorize(booksOf(stage, invoice).payments[0]?.id ?? '');
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'closing', amountPaid: 50_000 });
  await atTheBank(stage, second, 'cancel');
  await recordEnd(stage, 'next-actions-lost', invoice);
});

test('a payment that nobody finds in time, and that arrives after all', async () => {
  const stage = leaping();
  const { invoice, request } = await unanswered();
  await stage.pass('16 minutes');
  await until(stage, invoice, { attempts: [{ standing: 'unknown' }] });
  const second = await pay(stage, invoice, 'second', netbanking, { replace: true });
  await request.arrive();
  await hint(stage, invoice);
  await until(stage, invoice, { attempts: [{ standing: 'known' }, { standing: 'known' }] });
  const late = booksOf(stage, invoice).payments.find(({ id }) => id !== second.paymentId);
  await atTheBank(stage, second, 'success');
  stage.simulator.razorpay.lateAuthorize(late?.id ?? '');
  await recordEnd(stage, 'attempt-unknown', invoice);
});

test.each([
  ['/togai/invoices/', 'unreadable-invoice'],
  ['/v1/orders', 'unreadable-orders'],
] as const)('answers to %s that stay unreadable until it is held', async (path, name) => {
  const stage = leaping();
  const invoice = await bill(stage);
  await atTheBank(stage, await pay(stage, invoice, 'first'), 'success');
  stage.gate.answer(path, 200);
  await stage.orchestrator.lookAgain(ref(invoice));
  await expect.poll(() => stage.gate.answered(path), { timeout: 20_000 }).toBeGreaterThan(1);
  await stage.pass('60 minutes');
  await until(stage, invoice, { state: 'held', held: { reason: 'unexpected_refusal' } });
  stage.gate.answer(path, undefined);
  await recordEnd(stage, name, invoice);
});

test('a record whose answer was lost, with a capture beside it', async () => {
  const stage = recording();
  const invoice = await bill(stage);
  const order = { partial_payment: true };
  const part = await pay(stage, invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  const rest = await pay(stage, invoice, 'second', { ...netbanking, amount: 30_000 }, { replace: true });
  await atTheBank(stage, part, 'success');
  const broken = gate.breakNext('/togai/payments');
  await hint(stage, invoice);
  const lost = await broken;
  const held = { state: 'held', held: { reason: 'write_back_unverified' } };
  await until(stage, invoice, { ...held, amountPaid: 20_000 });
  await atTheBank(stage, rest, 'success');
  await hint(stage, invoice);
  await until(stage, invoice, { ...held, amountPaid: 50_000 });
  await lost.arrive();
  await recordEnd(stage, 'held-beside', invoice);
});
