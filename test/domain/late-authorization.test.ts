import { expect, test } from 'vitest';
import type { DisputeFact, RazorpayFacts } from '../../contracts/facts.js';
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

function disputed({
  status,
  amount = 1_000,
}: Pick<DisputeFact, 'status'> & { readonly amount?: number }): RazorpayFacts {
  const dispute: DisputeFact = {
    ...{ disputeId: 'disp-1', paymentId: 'pay-1', amount, currency: 'INR', status, phase: 'chargeback' },
    ...{ amountDeducted: status === 'lost' ? amount : 0, reasonCode: undefined, respondBy: 1_800_000_000 },
    createdAt: 1_700_000_000,
  };
  return { ...factsOf(first, late), disputes: [dispute] };
}

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
  ['while the bank may take what pays the invoice', { facts: disputed({ status: 'open' }) }],
  ['when the bank took what pays the invoice', { facts: disputed({ status: 'lost' }) }],
  ['when the bank took a part of it', { facts: disputed({ status: 'lost', amount: 1 }) }],
  ['when what pays the invoice went back', { facts: factsOf({ ...first, refunded: 1_000 }, late) }],
  ['when a part of it went back', { facts: factsOf({ ...first, refunded: 1 }, late) }],
])('it is left to Razorpay %s', (_, change) => {
  expect(decide(situationOf({ ...paid, ...change }), now)).toMatchObject({
    ...{ kind: 'wait', state: 'closing', reason: 'razorpay_returns_a_late_authorization' },
  });
});

test('once a dispute is won, it is captured', () => {
  expect(decide(situationOf({ ...paid, facts: disputed({ status: 'won' }) }), now)).toEqual(capture);
});

test('nor is that of a cancelled collection captured while a dispute keeps money from going back, or took some', () => {
  const cancelled = {
    ...{ rounds, invoice: invoiceOf('PARTIALLY_PAID', 1_000, 600), invoiceIsFresh: true },
    ...{ recordedPaymentIds: ['pay-1'], recordedByUs: 600 },
    policy: {
      ...policy,
      ...({ writeBack: 'record_payment', capturedWhileClosing: 'refund' } as const),
    },
    closing: { because: 'cancelled' as const, since: now, captured: ['pay-1'] },
  };
  const part = { ...first, amount: 600 };
  const facts = (status: DisputeFact['status']): RazorpayFacts => ({
    ...factsOf(part, late),
    ...{ disputes: disputed({ status, amount: 600 }).disputes ?? [] },
  });
  expect(decide(situationOf({ ...cancelled, facts: factsOf(part, late) }), now)).toEqual(capture);
  for (const status of ['open', 'lost'] as const)
    expect(decide(situationOf({ ...cancelled, facts: facts(status) }), now).kind).toBe('wait');
});

test('it is left to Razorpay when the manual expiry is over', () => {
  expect(decide(situationOf(paid), minutes(7_200 + 5)).kind).not.toBe('capture');
});
