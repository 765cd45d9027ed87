import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, inTogai, outcomeOf, pay, ref, until, useStage } from './support/shop.js';
import { daysOfRefunds, quickRetries, refundsAre } from './support/surplus.js';
import { useWebhooks } from './support/webhooks.js';

const { time, policy } = quickRetries;
const stage = useStage({
  time,
  policy: { ...policy, lateWindowDays: 1, capturedWhileClosing: 'refund', voided: 'refund' },
});
useWebhooks(stage);

test('what goes back because it came too late is watched until it has, and sent again when that fails', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await until(stage(), invoice, { waitingFor: 'money_may_still_arrive' });
  await atTheBank(stage(), answer, 'success');
  await until(stage(), invoice, { state: 'refunding', waitingFor: 'razorpay_to_process_the_refund' });
  stage().simulator.razorpay.failNextRefunds(1);
  await daysOfRefunds(stage());
  await refundsAre(stage(), invoice, ['failed', 'pending']);
  await daysOfRefunds(stage());
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  await refundsAre(stage(), invoice, ['failed', 'processed']);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 0, togai: 'DUE', writes: [] });
});

test('money of a voided invoice whose refund fails after the end goes back once', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  await refundsAre(stage(), invoice, ['pending']);
  stage().simulator.razorpay.failNextRefunds(1);
  await daysOfRefunds(stage());
  await refundsAre(stage(), invoice, ['failed', 'pending']);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  await daysOfRefunds(stage());
  await refundsAre(stage(), invoice, ['failed', 'processed']);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 0, togai: 'VOID' });
});
