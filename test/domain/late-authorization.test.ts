import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { factsOf, invoiceOf, minutes, paymentOf, roundOf, situationOf } from './situations.js';

const rounds = [roundOf({ capture: 'manual' })];
const policy = { ...defaultPolicy, lateAuthorization: 'capture_and_refund' } as const;
const first = paymentOf('pay-1');
const late = paymentOf('pay-2', { status: 'authorized', after: minutes(5) - minutes(0) });
const now = minutes(10);
const paid = {
  ...{ policy, rounds, invoice: invoiceOf('PAID'), invoiceIsFresh: true, writtenBack: true },
  facts: factsOf(first, late),
};
const capture = { kind: 'capture', payment: late, reason: 'late_and_goes_back' };

test('an authorization beside a paid invoice is captured, and goes back as surplus', () => {
  expect(decide(situationOf(paid), now)).toEqual(capture);
  const captured = { ...late, status: 'captured' } as const;
  expect(decide(situationOf({ ...paid, facts: factsOf(first, captured) }), now)).toEqual({
    ...{ kind: 'refund', payment: captured, amount: 1_000, reason: 'surplus' },
  });
});

test('so is that of a voided invoice whose money goes back', () => {
  const voided = {
    ...{
      policy: { ...policy, voided: 'refund' as const },
      rounds,
      invoice: invoiceOf('VOID'),
      facts: factsOf(late),
    },
    ...{ invoiceIsFresh: true, closing: { because: 'voided' as const, since: now } },
  };
  expect(decide(situationOf(voided), now)).toEqual(capture);
  expect(decide(situationOf({ ...voided, policy }), now).kind).toBe('wait');
});

test('on the word of a fresh invoice only', () => {
  expect(decide(situationOf({ ...paid, invoiceIsFresh: false }), now).kind).toBe('read_invoice');
});

test.each([
  ['by default', { policy: defaultPolicy }],
  ['when the policy leaves a surplus to a person', { policy: { ...policy, surplus: 'hold' as const } }],
  ['while Razorpay still captures by itself', { rounds: [roundOf()] }],
])('it is left to Razorpay %s', (_, change) => {
  expect(decide(situationOf({ ...paid, ...change }), now)).toMatchObject({
    ...{ kind: 'wait', state: 'closing', reason: 'razorpay_returns_a_late_authorization' },
  });
});

test('it is left to Razorpay when the manual expiry is over', () => {
  expect(decide(situationOf(paid), minutes(7_200 + 5)).kind).not.toBe('capture');
});
