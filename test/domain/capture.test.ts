import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { factsOf, invoiceOf, minutes, paymentOf, roundOf, situationOf } from './situations.js';

const authorized = paymentOf('pay-1', { status: 'authorized' });
const manual = { rounds: [roundOf({ capture: 'manual' })], facts: factsOf(authorized) };

describe('manual capture', () => {
  test('reads the invoice before it', () => {
    expect(decide(situationOf(manual), minutes(1))).toEqual({
      kind: 'read_invoice',
      reason: 'before_a_capture',
    });
  });

  test('captures what is due by the fresh invoice', () => {
    expect(decide(situationOf({ ...manual, invoiceIsFresh: true }), minutes(1))).toEqual({
      kind: 'capture',
      payment: authorized,
      reason: 'authorized_and_due',
    });
  });

  test.each(['VOID', 'PAID', 'MERGED'] as const)('captures nothing for a %s invoice', (status) => {
    const situation = situationOf({ ...manual, invoice: invoiceOf(status), invoiceIsFresh: true });
    expect(decide(situation, minutes(1)).kind).toBe('close');
  });

  test('captures nothing while the collection closes', () => {
    const closing = { because: 'cancelled', since: minutes(0) } as const;
    const situation = situationOf({ ...manual, closing, invoiceIsFresh: true });
    expect(decide(situation, minutes(1))).toMatchObject({ kind: 'wait', state: 'closing' });
  });

  test('captures exactly one of two, the oldest', () => {
    const facts = factsOf(paymentOf('pay-2', { status: 'authorized', after: 1_000 }), authorized);
    const situation = situationOf({ ...manual, facts, invoiceIsFresh: true });
    expect(decide(situation, minutes(1))).toMatchObject({ kind: 'capture', payment: authorized });
  });

  test('captures no payment above the rest', () => {
    const policy = { ...defaultPolicy, writeBack: 'record_payment' } as const;
    const captured = paymentOf('pay-0', { amount: 500 });
    const over = paymentOf('pay-1', { status: 'authorized', amount: 501 });
    const fits = paymentOf('pay-2', { status: 'authorized', amount: 500, after: 1_000 });
    const common = { ...manual, policy, recordedPaymentIds: ['pay-0'], invoiceIsFresh: true };
    const tooMuch = situationOf({ ...common, facts: factsOf(captured, over) });
    expect(decide(tooMuch, minutes(1))).toMatchObject({ kind: 'wait', state: 'authorized' });
    const both = situationOf({ ...common, facts: factsOf(captured, over, fits) });
    expect(decide(both, minutes(1))).toMatchObject({ kind: 'capture', payment: fits });
  });

  test('ends with the manual expiry: from then on Razorpay gives the money back', () => {
    const situation = situationOf({ ...manual, invoiceIsFresh: true });
    expect(decide(situation, minutes(7200) - 1).kind).toBe('capture');
    expect(decide(situation, minutes(7200)).kind).toBe('wait');
  });

  test('follows the round of the payment, not the policy', () => {
    const situation = situationOf({ facts: factsOf(authorized), invoiceIsFresh: true });
    const policy = { ...defaultPolicy, capture: 'manual' } as const;
    expect(decide({ ...situation, policy }, minutes(1)).kind).toBe('wait');
    const rounds = [roundOf({ capture: 'manual', manualExpiryMinutes: 20 })];
    expect(decide({ ...situation, rounds }, minutes(19)).kind).toBe('capture');
    expect(decide({ ...situation, rounds }, minutes(20)).kind).toBe('wait');
  });

  test('follows the policy for an order no round is known of', () => {
    const policy = { ...defaultPolicy, capture: 'manual' } as const;
    const situation = situationOf({ policy, rounds: [], facts: factsOf(authorized), invoiceIsFresh: true });
    expect(decide(situation, minutes(1)).kind).toBe('capture');
  });
});

describe('automatic capture', () => {
  const situation = situationOf({ facts: factsOf(authorized), invoiceIsFresh: true });

  test('is Razorpay’s until its period is over, and a look stands a minute behind it', () => {
    const quiet = { ...situation, quietLooks: 30 };
    expect(decide(quiet, minutes(12) - 1)).toMatchObject({
      kind: 'wait',
      state: 'authorized',
      until: minutes(13),
    });
  });

  test('is ours once the period is over', () => {
    expect(decide(situation, minutes(12))).toMatchObject({ kind: 'capture', payment: authorized });
  });

  test('is nobody’s after the manual expiry', () => {
    expect(decide(situation, minutes(7200)).kind).toBe('wait');
  });
});

test.each(['created', 'pending', 'failed', 'captured', 'refunded'] as const)(
  'a payment that is %s is never captured',
  (status) => {
    const refunded = status === 'refunded' ? 1000 : 0;
    const facts = factsOf(paymentOf('pay-1', { status, refunded }));
    expect(decide(situationOf({ ...manual, facts, invoiceIsFresh: true }), minutes(1)).kind).not.toBe(
      'capture',
    );
  },
);
