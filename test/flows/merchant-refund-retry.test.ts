import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, outcomeOf, pay, ref, useStage } from './support/shop.js';

// An hour passes in two seconds; looks stay a minute apart, so that they are no busier than elsewhere.
const stage = useStage({
  time: { startMs: Date.now(), timeScale: 1_800 },
  policy: { firstLookSeconds: 1_800, longestLookMinutes: 30, refundRetryMinutes: 30 },
});

test.each([
  ['fails after Razorpay took it', 'failNextRefunds', ['failed', 'processed']],
  ['is refused for lack of balance', 'refuseNextRefunds', ['processed']],
] as const)('a refund that %s is made later, once', async (_, fault, statuses) => {
  const invoice = await bill(stage());
  const { paymentId, ...answer } = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), { ...answer, paymentId }, 'success');
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  stage().simulator.razorpay[fault](1);
  const refund = { ...ref(invoice), paymentId, refundId: 'return-1', amount: 20_000 };
  await stage().orchestrator.refundPayment(refund);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 30_000 });
  const { refunds, kept, togai } = booksOf(stage(), invoice);
  expect(refunds.map(({ status }) => status)).toEqual(statuses);
  expect({ kept, togai }).toEqual({ kept: 30_000, togai: 'PAID' });
  expect(await stage().orchestrator.refundPayment(refund)).toMatchObject({ status: 'processed' });
});
