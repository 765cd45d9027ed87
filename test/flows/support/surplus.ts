import { expect } from 'vitest';
import type { RefundEntity } from '../../../testbed/simulator/razorpay/entities.js';
import type { Stage } from '../../support/stage.js';
import { twinOrder } from './late.js';
import { atTheBank, bill, booksOf, hint, inTogai, outcomeOf, pay, ref, until, type Billed } from './shop.js';

/** An hour passes in two seconds, so that a refund that failed is soon sent again; no look comes between two payments. */
export const quickRetries = {
  time: { startMs: Date.now(), timeScale: 1_800 },
  policy: { firstLookSeconds: 18_000, longestLookMinutes: 300, lateWindowDays: 0 },
};

/** A collection of ₹500 that was paid twice, has sent one payment back and has ended; Razorpay is not done with it. */
export async function paidTwice(stage: Stage): Promise<Billed> {
  const invoice = await bill(stage);
  const first = await pay(stage, invoice, 'first');
  const twin = await twinOrder(stage, invoice);
  const { orchestrator } = stage;
  await orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'test', orderId: twin.orderId });
  await until(stage, invoice, { paymentIds: expect.arrayContaining([twin.paymentId]) as string[] });
  await atTheBank(stage, { ...first, next: twin.next }, 'success');
  await atTheBank(stage, first, 'success');
  return sentBack(stage, invoice, 50_000);
}

/** The same of ₹300, of which its customer has paid ₹500: a part goes back. */
export async function paidTooMuch(stage: Stage): Promise<Billed> {
  return sentBack(stage, await overpaid(stage), 20_000);
}

/** A collection of ₹300 whose customer has paid ₹500, since the amount fell meanwhile; nobody has told it yet. */
export async function overpaid(stage: Stage): Promise<Billed> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await inTogai(stage, invoice, { totalAmount: 300 });
  await atTheBank(stage, answer, 'success');
  return invoice;
}

async function sentBack(stage: Stage, invoice: Billed, amount: number): Promise<Billed> {
  await hint(stage, invoice);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
  expect(booksOf(stage, invoice).refunds).toMatchObject([{ amount, status: 'pending' }]);
  return invoice;
}

/** Razorpay's days go by for the refunds that it has taken. */
export async function daysOfRefunds({ simulator }: Stage): Promise<void> {
  await simulator.clock.advance(6_000);
}

/** What became of the refunds of an invoice, oldest first. */
export function statusesOf(stage: Stage, invoice: Billed): RefundEntity['status'][] {
  return booksOf(stage, invoice).refunds.map(({ status }) => status);
}

/** Waits until the refunds of an invoice stand so. */
export async function refundsAre(
  stage: Stage,
  invoice: Billed,
  expected: readonly RefundEntity['status'][],
): Promise<void> {
  await expect.poll(() => statusesOf(stage, invoice), { timeout: 30_000 }).toEqual(expected);
}
