import { expect, test } from 'vitest';
import { paidInvoice } from '../flows/support/settling.js';
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
} from '../flows/support/shop.js';
import { quickRetries } from '../flows/support/surplus.js';
import { recordCollection, useRecordedLeapingStage, useRecordedStage } from './recording.js';

const quick = useRecordedStage(quickRetries);
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
