import { expect, test } from 'vitest';
import type { Closing } from '../../contracts/collection.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { factsOf, invoiceOf, minutes, paymentOf, roundOf, situationOf } from './situations.js';

const now = minutes(60);
const policy = { ...defaultPolicy, capturedWhileClosing: 'refund' } as const;
const before = paymentOf('pay-1', { amount: 400 });
const meanwhile = paymentOf('pay-2', { amount: 600, after: -5_000 });
const closing: Closing = { because: 'cancelled', since: minutes(1), captured: ['pay-1'] };
const closed = { policy, closing, invoiceIsFresh: true, facts: factsOf(before, meanwhile) };
const goesBack = { kind: 'refund', payment: meanwhile, amount: 600, reason: 'closed' };

test.each(['cancelled', 'expired'] as const)(
  'what is captured while a %s collection closes goes back',
  (because) => {
    const situation = situationOf({ ...closed, closing: { ...closing, because } });
    expect(decide(situation, now)).toEqual(goesBack);
    expect(decide({ ...situation, invoiceIsFresh: false }, now)).toMatchObject({ kind: 'read_invoice' });
  },
);

test('its refund is watched until Razorpay is done with it, 30 days at most', () => {
  const sentBack = (status: 'pending' | 'processed') =>
    situationOf({
      ...{ ...closed, closing: { ...closing, captured: [] } },
      facts: factsOf({
        ...{ ...meanwhile, status: 'refunded', refunded: 600 },
        refunds: [{ razorpayRefundId: 'rfnd-1', amount: 600, status, merchant: undefined }],
      }),
    });
  const days = (count: number): number => minutes(1 + count * 24 * 60);
  const waits = { kind: 'wait', state: 'refunding', reason: 'razorpay_to_process_the_refund' };
  expect(decide(sentBack('pending'), days(29))).toMatchObject(waits);
  expect(decide(sentBack('pending'), days(30))).toMatchObject({ kind: 'finish', outcome: 'cancelled' });
  expect(decide(sentBack('processed'), days(29))).toMatchObject({ kind: 'finish', outcome: 'cancelled' });
  // A run that keeps what comes does not wait for what another has sent back.
  const keeping = { ...sentBack('pending'), policy: defaultPolicy };
  expect(decide(keeping, days(29))).toMatchObject({ kind: 'finish', outcome: 'cancelled' });
});

test('what was captured before stays, and is told of', () => {
  const facts = factsOf(before, { ...meanwhile, status: 'refunded', refunded: 600 });
  const recording = { ...policy, writeBack: 'record_payment' as const };
  const situation = situationOf({ ...closed, policy: recording, facts });
  expect(decide(situation, now)).toMatchObject({ kind: 'record_payment', payment: before });
  const whole = { ...closing, captured: ['pay-1', 'pay-2'] };
  expect(decide(situationOf({ ...closed, closing: whole }), now).kind).toBe('mark_paid');
});

test.each([
  ['the policy keeps it', { policy: defaultPolicy }],
  ['the collection is open', { closing: undefined }],
  ['no look has told what was captured before', { closing: { because: 'cancelled', since: 1 } as const }],
  ['the run looks after money that came after an end', { late: true as const }],
  ['a write-back may have reached Togai', { writeBackTried: true }],
])('nothing goes back when %s', (_, change) => {
  expect(decide(situationOf({ ...closed, ...change }), now).kind).toBe('mark_paid');
});

test('nor when Togai says that somebody else has paid: a person decides', () => {
  const situation = situationOf({ ...closed, invoice: invoiceOf('PAID') });
  expect(decide(situation, now)).toMatchObject({ kind: 'hold', held: 'paid_elsewhere' });
});

test('what is authorized when an expired collection closes is left to Razorpay, or captured only to go back', () => {
  const authorized = paymentOf('pay-1', { status: 'authorized' });
  const situation = situationOf({
    ...{ ...closed, facts: factsOf(authorized), rounds: [roundOf({ capture: 'manual' })] },
    closing: { because: 'expired', since: minutes(1), captured: [] },
  });
  expect(decide(situation, now)).toMatchObject({ kind: 'wait', state: 'closing' });
  const kept = { ...situation, policy: defaultPolicy };
  expect(decide(kept, now)).toMatchObject({ kind: 'capture', reason: 'authorized_and_due' });
  const quick = { ...situation, policy: { ...policy, lateAuthorization: 'capture_and_refund' as const } };
  expect(decide(quick, now)).toMatchObject({ kind: 'capture', reason: 'late_and_goes_back' });
});
