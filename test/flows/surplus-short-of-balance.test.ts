import { expect, test } from 'vitest';
import { twinOrder } from './support/late.js';
import { atTheBank, bill, booksOf, outcomeOf, pay, ref, until, useStage } from './support/shop.js';
import type { Billed } from './support/shop.js';

// An hour passes in half a second: a refused refund is tried again after a quarter, and a person is asked after twelve.
const stage = useStage({
  time: { startMs: Date.now(), timeScale: 7_200 },
  policy: {
    ...{ firstLookSeconds: 72_000, longestLookMinutes: 1_440, lateWindowDays: 0 },
    ...{ refundRetryMinutes: 60, refundRetryDays: 1 },
  },
});

/** A collection of ₹500 whose customer has paid twice, and which has just looked. */
async function paidTwice(): Promise<Billed> {
  const { orchestrator } = stage();
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  const twin = await twinOrder(stage(), invoice);
  await orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'test', orderId: twin.orderId });
  await until(stage(), invoice, { paymentIds: expect.arrayContaining([twin.paymentId]) as string[] });
  await atTheBank(stage(), { ...first, next: twin.next }, 'success');
  await atTheBank(stage(), first, 'success');
  await orchestrator.lookAgain(ref(invoice));
  return invoice;
}

test('a surplus that the balance does not cover goes back once it does, and once', async () => {
  stage().simulator.razorpay.refuseNextRefunds(2);
  const invoice = await paidTwice();
  await until(stage(), invoice, { state: 'refunding', waitingFor: 'balance_for_a_refund' });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 100_000, refunds: [], togai: 'PAID' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { kept, refunds, togai } = booksOf(stage(), invoice);
  expect({ kept, amounts: refunds.map(({ amount }) => amount), togai }).toEqual({
    ...{ kept: 50_000, amounts: [50_000], togai: 'PAID' },
  });
  expect(stage().simulator.razorpay.state.refundRefusals).toBe(0);
});

test('one that it never covers waits for a person after the days of the policy, and goes back when it does', async () => {
  stage().simulator.razorpay.refuseNextRefunds(1_000_000);
  const invoice = await paidTwice();
  await until(stage(), invoice, { state: 'refunding', waitingFor: 'balance_for_a_refund' });
  const { held } = await until(stage(), invoice, { state: 'held', held: { reason: 'refund_refused' } });
  expect(held?.detail).toContain('balance');
  const listed = await stage().orchestrator.listOpenCollections({
    connection: stage().connection,
    limit: 100,
  });
  expect(listed).toContainEqual(
    expect.objectContaining({ invoiceId: invoice.invoiceId, heldReason: 'refund_refused' }),
  );
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 100_000, refunds: [] });
  stage().simulator.razorpay.refuseNextRefunds(0);
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: { length: 1 } });
});
