import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { Policy } from '../../contracts/policy.js';
import { wallClock } from '../../platform/clock.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import { openGate, type Gate } from './support/gate.js';
import { atRazorpay, atTheBank, bill, booksOf, hint, inTogai, outcomeOf } from './support/shop.js';
import { pay, ref, until, useStage } from './support/shop.js';

const HOUR = 3_600_000;

/** A stage behind a gate of its own. */
async function gated(policy: Partial<Policy>) {
  const gate = await openGate();
  afterAll(() => gate.close());
  return { gate, stage: useStage({ throughProxy: (url) => gate.through(url), policy }) };
}

const manual = await gated({ capture: 'manual' });
// Nine seconds, in which a refund whose answer was lost may still arrive.
const automatic = await gated({ unknownAfterMinutes: 0.15 });
const recording = await gated({ writeBack: 'record_payment' });
afterEach(() => vi.restoreAllMocks());

/** An outage at these paths, during which three hours pass for the workers and somebody does something. */
async function outage(gate: Gate, prefix: string, meanwhile: () => Promise<unknown>): Promise<void> {
  await expect.poll(() => gate.answered(prefix), { timeout: 20_000 }).toBeGreaterThan(0);
  await meanwhile();
  vi.spyOn(wallClock, 'now').mockImplementation(() => Date.now() + 3 * HOUR);
  gate.answer(prefix, undefined);
}

test.each(['VOID', 'PAID'])(
  'an invoice that says %s when Razorpay is back is not captured on what it said before',
  async (status) => {
    const { gate, stage } = manual;
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await atTheBank(stage(), answer, 'success');
    const call = `/v1/payments/${answer.paymentId}`;
    gate.answer(call, 503);
    await hint(stage(), invoice);
    await outage(gate, call, () => inTogai(stage(), invoice, { status }));
    await until(stage(), invoice, { state: 'closing' });
    expect(booksOf(stage(), invoice)).toMatchObject({ payments: [{ status: 'authorized' }], captured: 0 });
  },
);

test('a surplus that somebody sent back during an outage does not go back again', async () => {
  const { gate, stage } = automatic;
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { totalAmount: 400 });
  await atTheBank(stage(), answer, 'success');
  const call = `/v1/payments/${answer.paymentId}/refund`;
  gate.answer(call, 503);
  await stage().orchestrator.lookAgain(ref(invoice));
  await outage(gate, call, () =>
    atRazorpay(stage(), `/payments/${answer.paymentId}/refund`, { amount: 10_000 }),
  );
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 40_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [{ amount: 10_000 }], togai: 'PAID' });
});

test('a refund that may be on its way is waited for before another is decided', async () => {
  const { gate, stage } = automatic;
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { totalAmount: 300 });
  await atTheBank(stage(), answer, 'success');
  const call = `/v1/payments/${answer.paymentId}/refund`;
  const broken = gate.breakNext(call);
  await stage().orchestrator.lookAgain(ref(invoice));
  const lost = await broken;
  gate.answer(call, 503);
  await outage(gate, call, () =>
    atRazorpay(stage(), `/payments/${answer.paymentId}/refund`, { amount: 10_000 }),
  );
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  const pending = async () => (await handle.describe()).raw.pendingActivities?.length ?? 0;
  await expect.poll(pending, { timeout: 20_000 }).toBe(0);
  // Time enough for another refund, if one were decided now.
  await setTimeout(2_000);
  await lost.arrive();
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 20_000 });
  const amounts = booksOf(stage(), invoice).refunds.map(({ amount }) => amount);
  expect(amounts).toEqual([10_000, 20_000]);
});

test('an invoice that was long in coming is no reason to read it again: Razorpay is asked once more', async () => {
  const { gate, stage } = manual;
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  const call = `/togai/invoices/${invoice.invoiceId}`;
  gate.answer(call, 503);
  await hint(stage(), invoice);
  await outage(gate, call, () => Promise.resolve());
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  const { events } = await stage().client.workflow.getHandle(workflowIdOf(invoice)).fetchHistory();
  const steps = (events ?? []).flatMap((event) => {
    const name = event.activityTaskScheduledEventAttributes?.activityType?.name;
    return name === 'readInvoice' || name === 'capturePayment' ? [name] : [];
  });
  expect(steps).toEqual(['readInvoice', 'capturePayment']);
});

test.each([
  ['marked paid', automatic],
  ['recorded', recording],
] as const)('money that went back while Togai was away is not %s', async (_what, { gate, stage }) => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  const call = `/togai/invoices/${invoice.invoiceId}`;
  gate.answer(call, 503);
  await hint(stage(), invoice);
  await outage(gate, call, () =>
    atRazorpay(stage(), `/payments/${answer.paymentId}/refund`, { amount: 50_000 }),
  );
  await until(stage(), invoice, { amountPaid: 0 });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'DUE', kept: 0, writes: [] });
});

test('where everything takes minutes, money moves all the same', async () => {
  const { stage } = manual;
  let now = Date.now();
  vi.spyOn(wallClock, 'now').mockImplementation(() => (now += 180_000));
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  const afterAHint = async () => {
    await hint(stage(), invoice);
    return booksOf(stage(), invoice).togai;
  };
  await expect.poll(afterAHint, { timeout: 30_000, interval: 500 }).toBe('PAID');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});
