import { expect, test } from 'vitest';
import { deedsOf, findingsOf, reconcileWith } from './support/reconciling.js';
import { paidInvoice } from './support/settling.js';
import { booksOf, outcomeOf, until, useStage } from './support/shop.js';

// No webhook tells of anything, and a held collection looks by itself after a day: only reconciliation can wake it.
const stage = useStage({ policy: { lateWindowDays: 0 } });

test('a dispute that no webhook told of is handed over once, hinted when it moves, and recorded', async () => {
  const invoice = await paidInvoice(stage());
  const { razorpay } = stage().simulator;
  const { id } = razorpay.openDispute({ paymentId: invoice.paymentId });
  const { report } = await reconcileWith(stage(), { id: 'opened' });
  expect(findingsOf(report, invoice)).toEqual(['disputes: dispute_open, handed_over']);
  await until(stage(), invoice, { state: 'held', held: { reason: 'disputed' } });
  // One that its collection knows as it stands is nothing.
  expect(deedsOf((await reconcileWith(stage(), { id: 'known' })).report)).toEqual({});

  razorpay.moveDispute(id, 'lost');
  const moved = await reconcileWith(stage(), { id: 'moved' });
  expect(findingsOf(moved.report, invoice)).toEqual(['disputes: dispute_lost, hinted']);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'paid', disputes: [{ disputeId: id, status: 'lost' }] },
    evidence: expect.arrayContaining(['reconciliation']) as string[],
  });
  expect(deedsOf((await reconcileWith(stage(), { id: 'over' })).report)).toEqual({});
  expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], togai: 'PAID' });
});
