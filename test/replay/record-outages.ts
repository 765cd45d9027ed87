import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { Policy } from '../../contracts/policy.js';
import { connectionHoldWorkflowId } from '../../contracts/ids.js';
import { HOUR } from '../../domain/clock.js';
import { wallClock } from '../../platform/clock.js';
import type { Stage } from '../support/stage.js';
import { openGate, type Gate } from '../flows/support/gate.js';
import { forgotten, hasty, holdUntil, released } from '../flows/support/holding.js';
import { atRazorpay, atTheBank, bill, hint, inTogai, outcomeOf } from '../flows/support/shop.js';
import { pay, ref, until, type Billed } from '../flows/support/shop.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import { record, recordCollection, recordEnd, useRecordedStage } from './recording.js';

/** A stage behind a gate of its own. */
async function gated(policy: Partial<Policy>) {
  const gate = await openGate();
  afterAll(() => gate.close());
  return { gate, stage: useRecordedStage({ throughProxy: (url) => gate.through(url), policy }) };
}

const manual = await gated({ capture: 'manual' });
// Nine seconds, in which a refund whose answer was lost may still arrive.
const automatic = await gated({ unknownAfterMinutes: 0.15 });
const keyGate = await openGate();
const pace = hasty();
afterAll(async () => {
  pace.close();
  await keyGate.close();
});
const refused = useRecordedStage({ ...pace, throughProxy: (url) => keyGate.through(url) });
afterEach(() => vi.restoreAllMocks());

/** The provider is away at these paths; three hours pass for the workers, and meanwhile somebody does something. */
async function outage(gate: Gate, prefix: string, meanwhile: () => Promise<unknown>): Promise<void> {
  await expect.poll(() => gate.answered(prefix), { timeout: 20_000 }).toBeGreaterThan(0);
  await meanwhile();
  vi.spyOn(wallClock, 'now').mockImplementation(() => Date.now() + 3 * HOUR);
  gate.answer(prefix, undefined);
}

/** Paid at the bank, for so many rupees less than were asked for; its collection has not looked yet. */
async function paidAtTheBank(stage: Stage, less = 0): Promise<Billed & { readonly paymentId: string }> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  if (less > 0) await inTogai(stage, invoice, { totalAmount: 500 - less });
  await atTheBank(stage, answer, 'success');
  return { ...invoice, paymentId: answer.paymentId };
}

function refundOf(paymentId: string): string {
  return `/payments/${paymentId}/refund`;
}

test('a capture decided on an invoice that was voided while Razorpay was away', async () => {
  const { gate } = manual;
  const stage = manual.stage();
  const invoice = await paidAtTheBank(stage);
  const call = `/v1/payments/${invoice.paymentId}`;
  gate.answer(call, 503);
  await hint(stage, invoice);
  await outage(gate, call, () => inTogai(stage, invoice, { status: 'VOID' }));
  await until(stage, invoice, { state: 'closing' });
  await recordCollection(stage, 'stale-capture', invoice);
});

test('a mark that arrives when its money has gone back, and is taken back', async () => {
  const { gate } = manual;
  const stage = manual.stage();
  const invoice = await paidAtTheBank(stage);
  const call = `/togai/invoices/${invoice.invoiceId}`;
  const broken = gate.breakNext(call, 'PATCH');
  await hint(stage, invoice);
  const late = await broken;
  gate.answer(call, 503);
  await outage(gate, call, () => atRazorpay(stage, refundOf(invoice.paymentId), { amount: 50_000 }));
  await until(stage, invoice, { state: 'awaiting_attempt', amountPaid: 0 });
  await late.arrive();
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'held', held: { reason: 'paid_without_money' } });
  vi.restoreAllMocks();
  await inTogai(stage, invoice, { status: 'DUE' });
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'awaiting_attempt' });
  await recordCollection(stage, 'paid-without-money', invoice);
});

test('a refund that somebody made while Razorpay was away', async () => {
  const { gate } = automatic;
  const stage = automatic.stage();
  const invoice = await paidAtTheBank(stage, 100);
  const path = refundOf(invoice.paymentId);
  gate.answer(`/v1${path}`, 503);
  await stage.orchestrator.lookAgain(ref(invoice));
  await outage(gate, `/v1${path}`, () => atRazorpay(stage, path, { amount: 10_000 }));
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'stale-refund', invoice);
});

test('a refund beside one that may be on its way', async () => {
  const { gate } = automatic;
  const stage = automatic.stage();
  const invoice = await paidAtTheBank(stage, 200);
  const path = refundOf(invoice.paymentId);
  const broken = gate.breakNext(`/v1${path}`);
  await stage.orchestrator.lookAgain(ref(invoice));
  const lost = await broken;
  gate.answer(`/v1${path}`, 503);
  await outage(gate, `/v1${path}`, () => atRazorpay(stage, path, { amount: 10_000 }));
  const handle = stage.client.workflow.getHandle(workflowIdOf(invoice));
  const pending = async () => (await handle.describe()).raw.pendingActivities?.length ?? 0;
  await expect.poll(pending, { timeout: 20_000 }).toBe(0);
  await setTimeout(1_000);
  await lost.arrive();
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'refund-on-its-way', invoice);
});

test('an invoice that was long in coming, before a capture', async () => {
  const { gate } = manual;
  const stage = manual.stage();
  const invoice = await paidAtTheBank(stage);
  const call = `/togai/invoices/${invoice.invoiceId}`;
  gate.answer(call, 503);
  await hint(stage, invoice);
  await outage(gate, call, () => Promise.resolve());
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'slow-invoice', invoice);
});

test('a refused key, before anything and while the customer pays', async () => {
  const stage = refused();
  const waiting = await bill(stage);
  keyGate.answer('/v1', 401);
  await stage.orchestrator.collectInvoice({ ...ref(waiting), mode: 'direct' });
  await until(stage, waiting, { state: 'held', held: { reason: 'connection_refused' } });
  await holdUntil(stage, { state: 'held', probes: 1 });
  keyGate.answer('/v1', undefined);
  await released(stage);
  await until(stage, waiting, { state: 'awaiting_attempt' });
  await recordCollection(stage, 'key-refused-at-the-start', waiting);
  await record(stage, 'connection-hold-key-accepted', connectionHoldWorkflowId(stage.connection));

  await forgotten();
  const invoice = await paidAtTheBank(stage);
  keyGate.answer('/v1', 401);
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'held', held: { reason: 'connection_refused' } });
  keyGate.answer('/v1', undefined);
  await recordEnd(stage, 'key-refused-while-paying', invoice);
});
