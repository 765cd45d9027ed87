import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY } from '../../domain/clock.js';
import { opened } from './situations.js';
import { collect, type CollectionPlan } from './toy-collection.js';
import { ToyWorld, type PaymentPlan, type WorldPlan } from './toy-world.js';

const target = 1000;
/** Before Razorpay polls a bank no more, in minutes. */
const moment = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 7_000 }));
const hints = fc.array(fc.oneof(moment, moment, fc.integer({ min: 0, max: 45_000 })), { maxLength: 25 });

/** Payments that exist when the collection opens: no order of looks decides whether they do. */
function paymentsOf(amount: fc.Arbitrary<number>, authorized: fc.Arbitrary<number>) {
  const fate = fc.record({
    amount,
    fails: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined, freq: 3 }),
    authorized: fc.option(authorized, { nil: undefined, freq: 4 }),
  });
  return fc.array(fate, { minLength: 1, maxLength: 4 }).map((fates) =>
    fates.map((one, index): PaymentPlan => ({
      paymentId: `pay-${index}`,
      amount: one.amount,
      createdAt: -1 - index,
      failsAt: one.authorized === undefined ? one.fails : undefined,
      authorizedAt: one.authorized,
    })),
  );
}

function end(world: WorldPlan, plan: Omit<CollectionPlan, 'target' | 'cancelAt'>) {
  const toy = new ToyWorld(world);
  const ending = collect(toy, { ...plan, target, cancelAt: undefined }, () => undefined);
  const far = opened + 90 * DAY;
  return {
    kind: ending.decision.kind,
    outcome: ending.decision.kind === 'finish' ? ending.decision.outcome : undefined,
    kept: toy.kept(far),
    captured: toy.capturedSum(far),
    togai: toy.invoice(far).status,
    sentBack: [...toy.refunds.values()].reduce((sum, amount) => sum + amount, 0),
    refunds: toy.refunds.size,
  };
}

test.each(['automatic', 'manual'] as const)(
  'whole amounts, %s capture: whatever is hinted, the money ends the same',
  (capture) => {
    const policy = { ...defaultPolicy, capture };
    fc.assert(
      fc.property(
        paymentsOf(fc.constant(target), moment),
        hints,
        fc.boolean(),
        (payments, hintTimes, twice) => {
          const world = { target, capture, payments, togaiSays: undefined };
          const pays = payments.some(({ authorizedAt }) => authorizedAt !== undefined);
          const polled = end(world, { policy, hints: [], twice: false });
          expect(polled).toMatchObject({
            kind: 'finish',
            outcome: pays ? 'paid' : 'expired',
            kept: pays ? target : 0,
            togai: pays ? 'PAID' : 'DUE',
            sentBack: Math.max(0, polled.captured - target),
          });
          // One refund for each surplus capture, since each is a whole amount.
          expect(polled.refunds).toBe(polled.sentBack / target);
          expect(end(world, { policy, hints: hintTimes, twice })).toEqual(polled);
        },
      ),
      { numRuns: 100 },
    );
  },
);

test('a policy that holds a surplus keeps it, and holds, whatever is hinted', () => {
  const policy = { ...defaultPolicy, surplus: 'hold' } as const;
  fc.assert(
    fc.property(paymentsOf(fc.constant(target), moment), hints, (payments, hintTimes) => {
      const world = { target, capture: 'automatic', payments, togaiSays: undefined } as const;
      const polled = end(world, { policy, hints: [], twice: false });
      expect(polled.refunds).toBe(0);
      expect(polled.kept).toBe(polled.captured);
      expect(polled.kind).toBe(polled.captured > target ? 'hold' : 'finish');
      expect(end(world, { policy, hints: hintTimes, twice: true })).toEqual(polled);
    }),
    { numRuns: 60 },
  );
});

test('parts that are recorded: the amount due is kept, or all that came', () => {
  const policy = { ...defaultPolicy, writeBack: 'record_payment' } as const;
  const parts = paymentsOf(fc.integer({ min: 1, max: target }), fc.integer({ min: 0, max: 7 }));
  fc.assert(
    fc.property(parts, hints, fc.boolean(), (payments, hintTimes, twice) => {
      const world = { target, capture: 'automatic', payments, togaiSays: undefined } as const;
      const came = payments.reduce(
        (sum, { amount, authorizedAt }) => sum + (authorizedAt === undefined ? 0 : amount),
        0,
      );
      const money = {
        kept: Math.min(came, target),
        togai: came >= target ? 'PAID' : came > 0 ? 'PARTIALLY_PAID' : 'DUE',
        outcome: came >= target ? 'paid' : came > 0 ? 'partially_paid' : 'expired',
        sentBack: Math.max(0, came - target),
      };
      expect(end(world, { policy, hints: [], twice: false })).toMatchObject(money);
      expect(end(world, { policy, hints: hintTimes, twice })).toMatchObject(money);
    }),
    { numRuns: 100 },
  );
});
