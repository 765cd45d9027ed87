import fc from 'fast-check';
import { expect, test } from 'vitest';
import { certainHistory, moment, payments, schedule, total } from './support/arbitraries.js';
import { countingCases, schedulesPerHistory } from './support/cases.js';
import type { History, Schedule } from './support/history.js';
import { finalMoney, runHistory, type FinalMoney } from './support/run-history.js';

const check = countingCases('wholeAmounts', 'recordedParts', 'surplusHeld');
const polled: Schedule = { hints: [], twice: false };
const any = fc.constantFrom('automatic', 'manual');
const schedules = fc.array(schedule, { minLength: schedulesPerHistory, maxLength: schedulesPerHistory });

/** The money when only polls made us look; the same is demanded of every other schedule. */
function moneyUnder(history: History, others: readonly Schedule[]): FinalMoney[] {
  const byPolling = finalMoney(runHistory(history, polled));
  return others.map((other) => {
    const byHints = finalMoney(runHistory(history, other));
    if (whoCapturesIsCertain(history)) expect(byHints).toEqual(byPolling);
    else expect(withoutSurplus(byHints)).toEqual(withoutSurplus(byPolling));
    return byHints;
  });
}

function withoutSurplus({ kept, togai }: FinalMoney): Omit<FinalMoney, 'sentBack'> {
  return { kept: Math.min(kept, total), togai };
}

/**
 * Where Razorpay captures by itself, it may do so beside a late authorization that we take for the invoice: then the
 * surplus depends on who was first. So it does where we capture what goes back, since Razorpay gives it back as well. What
 * is kept for the invoice does not.
 */
function whoCapturesIsCertain({ policy, rounds, payments }: History): boolean {
  if (policy.lateAuthorization === 'capture_and_refund') return false;
  if (rounds.every(({ capture }) => capture === 'manual')) return true;
  return payments.every(
    ({ round, createdAt, authorizedAt }) =>
      rounds[round - 1]?.capture === 'automatic' &&
      (authorizedAt === undefined || authorizedAt < createdAt + 12),
  );
}

test('whole amounts: whatever is hinted, the money ends the same', () => {
  const histories = certainHistory(
    payments(fc.constant(total), moment, 4),
    { writeBack: 'mark_paid', surplus: 'refund' },
    any,
  );
  check('wholeAmounts', fc.tuple(histories, schedules), ([history, hints]) => {
    for (const { kept, togai } of moneyUnder(history, hints)) {
      expect(kept % total).toBe(0);
      if (history.change || history.cancelAt !== undefined) continue;
      expect(kept).toBeLessThanOrEqual(total);
      expect(togai).toBe(kept === total ? 'PAID' : 'DUE');
    }
  });
});

test('parts that Razorpay captures are recorded the same, whatever is hinted', () => {
  const soon = payments(fc.integer({ min: 1, max: total }), moment, 4).map((plans) =>
    plans.map((plan) => ({
      ...plan,
      authorizedAt: plan.authorizedAt && plan.createdAt + (plan.authorizedAt % 8),
      failsAt: undefined,
    })),
  );
  const histories = certainHistory(
    soon,
    { writeBack: 'record_payment', surplus: 'refund', capture: 'automatic' },
    fc.constant('automatic'),
  );
  check('recordedParts', fc.tuple(histories, schedules), ([history, hints]) => {
    const came = history.payments.reduce(
      (sum, { amount, authorizedAt }) => sum + (authorizedAt === undefined ? 0 : amount),
      0,
    );
    for (const { kept, sentBack } of moneyUnder(history, hints)) {
      expect(kept + sentBack).toBe(came);
      if (history.change === undefined) expect(kept).toBe(Math.min(came, total));
    }
  });
});

test('a surplus that the policy leaves to a person stays, whatever is hinted', () => {
  const histories = certainHistory(
    payments(fc.constant(total), moment, 4),
    { writeBack: 'mark_paid', surplus: 'hold', voided: 'hold' },
    any,
  );
  check('surplusHeld', fc.tuple(histories, schedules), ([history, hints]) => {
    for (const { sentBack } of moneyUnder(history, hints)) expect(sentBack).toBe(0);
  });
});
