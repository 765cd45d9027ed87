import fc from 'fast-check';
import type { InvoiceStatus } from '../../../contracts/billing.js';
import type { Round } from '../../../contracts/collection.js';
import { defaultPolicy, type Policy } from '../../../contracts/policy.js';
import { inr, roundOf } from '../situations.js';
import type { History, OutsideChange, PaymentPlan, Schedule } from './history.js';

/** Due at first, in every history; subunits. */
export const total = 1000;
/** The collections of these histories expire after this many days: short, so that a hundred thousand of them end. */
export const expireAfterDays = 3;
export const expires = expireAfterDays * 24 * 60;
/** Banks say yes within this time, if ever. Minutes. */
const lateWindow = 2 * 24 * 60;

const soonOrLate = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: lateWindow - 10 }));
export const moment = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: expires }));
export function maybe<T>(value: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined, freq });
}

export const schedule: fc.Arbitrary<Schedule> = fc.record({
  hints: fc.array(fc.oneof(moment, fc.integer({ min: 0, max: expires + lateWindow })), { maxLength: 12 }),
  twice: fc.boolean(),
});

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    capture: fc.constantFrom('automatic', 'manual'),
    writeBack: fc.constantFrom('mark_paid', 'record_payment'),
    surplus: fc.constantFrom('refund', 'refund', 'hold'),
    lateAuthorization: fc.constantFrom('auto_refund', 'capture_and_refund'),
    voided: fc.constantFrom('refund', 'hold'),
    capturedWhileClosing: fc.constantFrom('keep', 'keep', 'refund'),
    manualExpiryMinutes: fc.constantFrom(720, 1440, lateWindow),
    firstLookSeconds: fc.constantFrom(600, 1800, 3600),
    longestLookMinutes: fc.constantFrom(720, 1440),
  })
  .map((change) => ({ ...defaultPolicy, ...change, expireAfterDays, lateWindowDays: 2 }));

/** A payment with nothing odd about it. */
export function payments(
  amount: fc.Arbitrary<number>,
  created: fc.Arbitrary<number>,
  most: number,
): fc.Arbitrary<PaymentPlan[]> {
  const one = fc.record({
    amount,
    created,
    fails: maybe(soonOrLate),
    authorized: maybe(soonOrLate, 3),
    round: fc.constantFrom(1, 1, 2),
    attempt: fc.constantFrom('none', 'answered', 'lost'),
  });
  return fc.array(one, { maxLength: most }).map((all) =>
    all.map(({ created: createdAt, fails, authorized, ...plan }, index): PaymentPlan => ({
      ...plan,
      ...{ paymentId: `pay-${index}`, currency: 'INR', differsByFeeOrOffer: false, createdAt },
      failsAt: fails === undefined ? undefined : createdAt + fails,
      authorizedAt: authorized === undefined ? undefined : createdAt + authorized,
    })),
  );
}

/** Two orders, each with its own capture settings; the first follows the policy. */
export function rounds({ capture, manualExpiryMinutes }: Policy, second: Round['capture']): Round[] {
  const amount = inr(total);
  return [
    roundOf({ round: 1, orderId: 'order-1', amount, capture, manualExpiryMinutes }),
    roundOf({ round: 2, orderId: 'order-2', amount, capture: second, manualExpiryMinutes }),
  ];
}

const statuses: readonly InvoiceStatus[] = ['VOID', 'PAID', 'MERGED', 'UN_COLLECTIBLE'];
export const change: fc.Arbitrary<OutsideChange> = fc.record({
  at: moment,
  status: maybe(fc.constantFrom(...statuses)),
  total: maybe(fc.constantFrom(600, 999, 1400)),
});

/** Every odd thing at once. */
export const anyHistory: fc.Arbitrary<History> = fc
  .record({
    policy: policies,
    second: fc.constantFrom('automatic', 'manual'),
    payments: payments(fc.constantFrom(1000, 1000, 400, 600, 999), moment, 5),
    odd: fc.constantFrom(undefined, undefined, undefined, undefined, 'currency', 'fee'),
    attemptsLostForGood: fc.array(moment, { maxLength: 1 }),
    change: maybe(change, 1),
    cancelAt: maybe(moment, 1),
    failingRefunds: fc.constantFrom(0, 0, 1, 2, 4),
    lostRecords: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ second, odd, ...history }) => ({
    ...history,
    total,
    payments: history.payments.map((plan, index) =>
      index > 0 || odd === undefined
        ? plan
        : { ...plan, ...(odd === 'fee' ? { differsByFeeOrOffer: true } : { currency: 'USD' as const }) },
    ),
    rounds: rounds(history.policy, second),
  }));

/** A poll finds what no hint told within this time, in minutes. */
const longestGap = 1_500;
/** So close to the manual expiry a hint may still come in time where the last poll has been; minutes. */
const lastMinutes = 10;

/**
 * Histories of which the end is certain: what a bank says, and what somebody does to the invoice, are not a race that
 * whoever looks first decides. So nothing is authorized in the time that a poll may take before the change or in the last
 * minutes in which it could be captured, nothing is made after the change, and one thing happens at most.
 */
export function certainHistory(
  plans: fc.Arbitrary<PaymentPlan[]>,
  fixed: Partial<Policy>,
  second: fc.Arbitrary<Round['capture']>,
): fc.Arbitrary<History> {
  const end = fc.oneof(
    fc.constant(undefined),
    fc.constant(undefined),
    fc.record({ at: moment, what: fc.constantFrom<'cancel' | InvoiceStatus>('cancel', ...statuses) }),
  );
  return fc
    .record({ policy: policies, plans, second, end, failingRefunds: fc.constantFrom(0, 0, 1, 2) })
    .map(({ plans: all, end: over, second: capture, ...history }): History => {
      // Who gives late money back keeps what was seen before: that depends on who looked when.
      const policy: Policy = { ...history.policy, capturedWhileClosing: 'keep', ...fixed };
      const isInTime = ({ createdAt, authorizedAt = createdAt }: PaymentPlan): boolean => {
        const left = policy.manualExpiryMinutes - (authorizedAt - createdAt);
        return left <= 0 || left > lastMinutes;
      };
      const isCertain = ({ createdAt, authorizedAt }: PaymentPlan): boolean =>
        over === undefined ||
        (createdAt < over.at &&
          (authorizedAt === undefined || authorizedAt > over.at || authorizedAt < over.at - longestGap));
      return {
        ...{ policy, total, attemptsLostForGood: [], failingRefunds: history.failingRefunds, lostRecords: 0 },
        rounds: rounds(policy, capture),
        payments: all.filter(isInTime).filter(isCertain),
        cancelAt: over?.what === 'cancel' ? over.at : undefined,
        change:
          over === undefined || over.what === 'cancel'
            ? undefined
            : { at: over.at, status: over.what, total: undefined },
      };
    });
}
