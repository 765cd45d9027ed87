import { expect, test } from 'vitest';
import { DAY } from '../../domain/clock.js';
import { deedsOf, findingsOf, later, reconcileWith } from './support/reconciling.js';
import { booksOf, outcomeOf, until, useStage } from './support/shop.js';
import { daysOfRefunds, paidTooMuch, paidTwice, quickRetries, refundsAre } from './support/surplus.js';

// No webhook tells of anything: only reconciliation hears of a refund that fails.
const stage = useStage(quickRetries);

/** When no list of payments has those of now any more, and an hour still takes two seconds. */
async function reconcile(id: string) {
  const { report } = await reconcileWith(stage(), { id, time: later(20 * DAY, quickRetries.time.timeScale) });
  expect(report.parts.refunds.failed).toBeUndefined();
  return report;
}

test.each([
  ['a whole payment', paidTwice, 50_000],
  ['a part, of a payment that was counted', paidTooMuch, 30_000],
] as const)(
  'a surplus whose refund failed weeks after its payment, and nobody told of it, goes back once: %s',
  async (what, sendBack, kept) => {
    const invoice = await sendBack(stage());
    // One that is under way is nothing.
    expect(deedsOf(await reconcile(`${what}: pending`))).toEqual({});
    stage().simulator.razorpay.failNextRefunds(1);
    await daysOfRefunds(stage());
    expect(findingsOf(await reconcile(`${what}: failed`), invoice)).toEqual([
      'refunds: refund_failed, handed_over',
    ]);
    await refundsAre(stage(), invoice, ['failed', 'pending']);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: kept });
    expect(deedsOf(await reconcile(`${what}: again`))).toEqual({});
    await daysOfRefunds(stage());
    expect(deedsOf(await reconcile(`${what}: over`))).toEqual({});
    await refundsAre(stage(), invoice, ['failed', 'processed']);
    expect(booksOf(stage(), invoice)).toMatchObject({ kept, togai: 'PAID' });
  },
);

test('one that fails three times waits for a person, and no reconciliation sends it a fourth time', async () => {
  const invoice = await paidTwice(stage());
  const { razorpay } = stage().simulator;
  razorpay.failNextRefunds(3);
  const failed: 'failed'[] = [];
  for (const id of ['first', 'second']) {
    failed.push('failed');
    await daysOfRefunds(stage());
    expect(deedsOf(await reconcile(id))).toEqual({ handed_over: 1 });
    await refundsAre(stage(), invoice, [...failed, 'pending']);
    await outcomeOf(stage(), invoice);
  }
  await daysOfRefunds(stage());
  expect(deedsOf(await reconcile('third'))).toEqual({ handed_over: 1 });
  await until(stage(), invoice, { state: 'held', held: { reason: 'refund_refused' } });
  expect(deedsOf(await reconcile('held'))).toEqual({});
  expect(booksOf(stage(), invoice)).toMatchObject({
    ...{ kept: 100_000, togai: 'PAID' },
    refunds: [{ status: 'failed' }, { status: 'failed' }, { status: 'failed' }],
  });
});
