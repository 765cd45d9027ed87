import { expect, test } from 'vitest';
import { twinOrder } from '../flows/support/late.js';
import { paidInvoice } from '../flows/support/settling.js';
import { atTheBank, bill, booksOf, hint, inTogai, netbanking } from '../flows/support/shop.js';
import { outcomeOf, pay, ref, until } from '../flows/support/shop.js';
import { daysOfRefunds, quickRetries, refundsAre } from '../flows/support/surplus.js';
import { recordCollection, recordEnd, useRecordedLeapingStage, useRecordedStage } from './recording.js';

const quick = useRecordedStage(quickRetries);
// A day takes 24 seconds: the daily try comes within a test, and an attempt that may still succeed keeps the run open for it.
const daily = useRecordedStage({
  time: { startMs: Date.now(), timeScale: 3_600 },
  policy: { firstLookSeconds: 36_000, longestLookMinutes: 600, lateWindowDays: 30 },
});
const leaping = useRecordedLeapingStage({ lateWindowDays: 0 });

test('a surplus that the balance does not cover at first', async () => {
  const stage = quick();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await inTogai(stage, invoice, { totalAmount: 300 });
  await atTheBank(stage, answer, 'success');
  stage.simulator.razorpay.refuseNextRefunds(1);
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'refunding', waitingFor: 'balance_for_a_refund' });
  await outcomeOf(stage, invoice);
  expect(booksOf(stage, invoice)).toMatchObject({ kept: 30_000, refunds: [{ amount: 20_000 }] });
  await recordCollection(stage, 'surplus-short-of-balance', invoice);
});

test('a refund of everything that Togai forgets', async () => {
  const stage = leaping();
  const { paymentId, ...invoice } = await paidInvoice(stage);
  stage.simulator.togai.loseNextUpdates(1);
  await stage.orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'everything' });
  await expect.poll(() => booksOf(stage, invoice).refunds.length, { timeout: 20_000 }).toBe(1);
  await stage.pass('1 minutes');
  await until(stage, invoice, { state: 'refunding', waitingFor: 'togai_to_show_the_mark' });
  await stage.pass('2 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'refunded' });
  await recordCollection(stage, 'refund-mark-forgotten', invoice);
});

test('a surplus refund that failed three times: no news sends it again, a day does', async () => {
  const stage = daily();
  const { orchestrator, simulator } = stage;
  const invoice = await bill(stage);
  const first = await pay(stage, invoice, 'first');
  const open = await pay(stage, invoice, 'second', netbanking, { replace: true });
  const twin = await twinOrder(stage, invoice);
  await orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'test', orderId: twin.orderId });
  await until(stage, invoice, { paymentIds: expect.arrayContaining([twin.paymentId]) as string[] });
  await atTheBank(stage, { ...first, next: twin.next }, 'success');
  await atTheBank(stage, first, 'success');
  await orchestrator.lookAgain(ref(invoice));
  for (const failed of [[], ['failed'], ['failed', 'failed']] as const) {
    await refundsAre(stage, invoice, [...failed, 'pending']);
    simulator.razorpay.failNextRefunds(1);
    await daysOfRefunds(stage);
    await hint(stage, invoice);
  }
  const held = { state: 'held', held: { reason: 'refund_refused' } };
  const { looks } = await until(stage, invoice, held);
  await hint(stage, invoice);
  await until(stage, invoice, { ...held, looks: looks + 1 });
  await refundsAre(stage, invoice, ['failed', 'failed', 'failed']);
  await refundsAre(stage, invoice, ['failed', 'failed', 'failed', 'pending']);
  await daysOfRefunds(stage);
  await atTheBank(stage, open, 'failure');
  await recordEnd(stage, 'surplus-refund-failed-daily', invoice);
}, 120_000);
