import { expect, test } from 'vitest';
import { booksOf, outcomeOf, until, useStage } from './support/shop.js';
import { daysOfRefunds, paidTooMuch, paidTwice, quickRetries, refundsAre } from './support/surplus.js';
import { useWebhooks } from './support/webhooks.js';

const stage = useStage(quickRetries);
useWebhooks(stage);

test.each([
  ['a whole payment', paidTwice, 50_000],
  ['a part, of a payment that was counted', paidTooMuch, 30_000],
] as const)(
  'a surplus whose refund fails after the collection has ended goes back once: %s',
  async (_, sendBack, kept) => {
    const invoice = await sendBack(stage());
    stage().simulator.razorpay.failNextRefunds(1);
    await daysOfRefunds(stage());
    await refundsAre(stage(), invoice, ['failed', 'pending']);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: kept });
    await daysOfRefunds(stage());
    await refundsAre(stage(), invoice, ['failed', 'processed']);
    const { writes, ...books } = booksOf(stage(), invoice);
    expect(books).toMatchObject({ kept, togai: 'PAID' });
    expect(writes).toHaveLength(1);
  },
);

test('a surplus whose refunds fail three times, each after the collection has ended, waits for a person', async () => {
  const invoice = await paidTwice(stage());
  stage().simulator.razorpay.failNextRefunds(3);
  await daysOfRefunds(stage());
  await refundsAre(stage(), invoice, ['failed', 'pending']);
  await outcomeOf(stage(), invoice);
  await daysOfRefunds(stage());
  await refundsAre(stage(), invoice, ['failed', 'failed', 'pending']);
  await outcomeOf(stage(), invoice);
  await daysOfRefunds(stage());
  await until(stage(), invoice, { state: 'held', held: { reason: 'refund_refused' } });
  expect(booksOf(stage(), invoice)).toMatchObject({
    ...{ kept: 100_000, togai: 'PAID' },
    refunds: [{ status: 'failed' }, { status: 'failed' }, { status: 'failed' }],
  });
});
