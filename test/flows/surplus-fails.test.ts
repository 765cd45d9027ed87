import { expect, test } from 'vitest';
import { twinOrder } from './support/late.js';
import { atTheBank, bill, booksOf, hint, netbanking, outcomeOf } from './support/shop.js';
import { pay, ref, until, useStage } from './support/shop.js';
import { daysOfRefunds, quickRetries, refundsAre } from './support/surplus.js';

// An attempt that may still succeed keeps the run open while its refunds fail.
const stage = useStage({ ...quickRetries, policy: { ...quickRetries.policy, lateWindowDays: 5 } });

test('a surplus refund that fails three times in one run waits for a person, and one more is sent when asked', async () => {
  const { orchestrator, simulator } = stage();
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  const open = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  const twin = await twinOrder(stage(), invoice);
  await orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'test', orderId: twin.orderId });
  await until(stage(), invoice, { paymentIds: expect.arrayContaining([twin.paymentId]) as string[] });
  await atTheBank(stage(), { ...first, next: twin.next }, 'success');
  await atTheBank(stage(), first, 'success');
  await orchestrator.lookAgain(ref(invoice));
  for (const failed of [[], ['failed'], ['failed', 'failed']] as const) {
    await refundsAre(stage(), invoice, [...failed, 'pending']);
    simulator.razorpay.failNextRefunds(1);
    await daysOfRefunds(stage());
    await hint(stage(), invoice);
  }
  const held = { state: 'held', held: { reason: 'refund_refused' }, amountPaid: 100_000 };
  const { looks } = await until(stage(), invoice, held);
  // News, such as Razorpay's own of the failure, is no reason to send one more.
  await hint(stage(), invoice);
  await until(stage(), invoice, { ...held, looks: looks + 1 });
  await refundsAre(stage(), invoice, ['failed', 'failed', 'failed']);
  await orchestrator.lookAgain(ref(invoice));
  await refundsAre(stage(), invoice, ['failed', 'failed', 'failed', 'pending']);
  await daysOfRefunds(stage());
  await atTheBank(stage(), open, 'failure');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  await refundsAre(stage(), invoice, ['failed', 'failed', 'failed', 'processed']);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID', writes: { length: 1 } });
});
