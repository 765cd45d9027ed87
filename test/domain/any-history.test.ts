import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kept } from '../../domain/sums.js';
import { anyHistory, schedule } from './support/arbitraries.js';
import { countingCases } from './support/cases.js';
import type { History } from './support/history.js';
import { judge } from './support/judge.js';
import { runHistory, type Ending } from './support/run-history.js';

const check = countingCases('histories');

test('in every history each step is safe, and the collection ends', () => {
  check('histories', fc.tuple(anyHistory, schedule), ([history, hints]) => {
    const ending = runHistory(history, hints, judge);
    expect(ending.looks).toBeLessThanOrEqual(250);
    refundsOnce(ending);
    keepsAtMostTheTarget(history, ending);
    losesNoAuthorization(history, ending);
  });
});

/** One refund under each key; how much may go back in all, what is kept at the end tells. */
function refundsOnce({ world: { razorpay }, at }: Ending): void {
  const keys = razorpay.refunds.map(({ key }) => key);
  ok(new Set(keys).size === keys.length, 'one refund under a key');
  for (const { paymentId } of razorpay.refunds) {
    const payment = history(paymentId);
    ok(razorpay.sentBack(paymentId, at) <= payment, 'never more than was paid');
  }
  function history(paymentId: string): number {
    const all = razorpay.facts(at).orders.flatMap(({ payments }) => payments);
    return all.find((known) => known.paymentId === paymentId)?.amount ?? 0;
  }
}

function keepsAtMostTheTarget({ policy, total, change }: History, { world, decision, at }: Ending): void {
  if (decision.kind !== 'finish') return;
  const sum = kept(world.razorpay.facts(at));
  const { status, amounts } = world.togai.invoice(at);
  if (decision.outcome === 'paid') {
    ok(status === 'PAID', 'paid means that Togai says so');
    ok(world.togai.markedPaid > 0 || world.togai.recorded.size > 0, 'and that it says so by our doing');
    if (amounts.kind === 'exact') ok(sum === amounts.total.amount, 'paid is paid in full');
  } else if (decision.outcome === 'partially_paid') {
    ok(sum > 0 && policy.writeBack === 'record_payment', 'a part is kept only where parts are recorded');
  } else ok(sum === 0, 'no capture is lost');
  ok(sum <= Math.max(total, change?.total ?? 0), 'keeps at most the target');
}

/** Where the bank said yes in time, and the invoice was due and collected, the money was taken before it went back. */
function losesNoAuthorization(history: History, { world: { razorpay, togai }, postures }: Ending): void {
  for (const plan of history.payments) {
    const lapses = razorpay.lapsesAt(plan);
    if (plan.authorizedAt === undefined || plan.authorizedAt > lapses - 6) continue;
    if (razorpay.statusOf(plan, lapses) !== 'refunded') continue;
    const before = postures.findLast(({ from }) => from < lapses);
    if (!before?.isWanted) continue;
    const { status, amounts } = togai.invoice(lapses);
    if (amounts.kind !== 'exact' || (status !== 'DUE' && status !== 'PARTIALLY_PAID')) continue;
    const fits = kept(razorpay.facts(lapses)) + plan.amount <= amounts.total.amount;
    ok(!fits, `${plan.paymentId} lapsed at ${lapses}`);
  }
}
