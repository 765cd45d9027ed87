import { expect } from 'vitest';
import type { ReconciliationReport } from '../../../contracts/reconciliation.js';
import { DAY, HOUR, MINUTE } from '../../../domain/clock.js';
import type { Stage } from '../../support/stage.js';
import { later, reconcileWith } from './reconciling.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, ref, type Billed } from './shop.js';

export interface Paid extends Billed {
  readonly paymentId: string;
}

/** A collection of ₹500 that was paid and has ended. */
export async function paidInvoice(stage: Stage): Promise<Paid> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await atTheBank(stage, answer, 'success');
  await hint(stage, invoice);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
  return { ...invoice, paymentId: answer.paymentId };
}

/** The same, and the merchant gave all of it back. */
export async function refundedInFull(stage: Stage): Promise<Paid> {
  const invoice = await paidInvoice(stage);
  const { paymentId } = invoice;
  await stage.orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'return' });
  await expect.poll(() => booksOf(stage, invoice).refunds.length, { timeout: 20_000 }).toBe(1);
  // The simulated Razorpay processes a refund five seconds after it was made.
  await stage.simulator.clock.advance(6_000);
  await hint(stage, invoice);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  return invoice;
}

/** Lets an Indian day begin that is about to, so that what a test settles is settled on one day. */
export async function awayFromMidnight({ simulator }: Stage): Promise<void> {
  const left = DAY - ((simulator.clock.now() + 330 * MINUTE) % DAY);
  if (left < 30 * MINUTE) await simulator.clock.advance(left);
}

/** Razorpay settles everything captured so far. @returns the settlement's `YYYY-MM-DD` in India */
export async function settle({ simulator }: Stage): Promise<string> {
  await simulator.clock.advance(3 * MINUTE);
  const last = [...simulator.razorpay.state.settlements.values()].at(-1);
  if (!last) throw new Error('Nothing was settled');
  return new Date(last.created_at * 1_000 + 330 * MINUTE).toISOString().slice(0, 10);
}

/** A reconciliation at noon in India after a day; of payments and orders it reads nothing, so that each find is the settlements'. */
export async function reconcileSettlementsOf(
  stage: Stage,
  day: string,
  reach: { readonly pageSize?: number; readonly eventsPerRun?: number } = {},
): Promise<{ readonly report: ReconciliationReport; readonly workflowId: string; readonly runId: string }> {
  const noon = Date.parse(day) + DAY + 12 * HOUR - 330 * MINUTE;
  return reconcileWith(stage, {
    ...{ id: 'settlements', reach: { days: 0, ...reach }, time: later(noon - Date.now()) },
  });
}
