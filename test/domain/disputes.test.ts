import { describe, expect, test } from 'vitest';
import type { DisputeFact, DisputeStatus, PaymentFact, RazorpayFacts } from '../../contracts/facts.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { disputableIn, forbidsRefund } from '../../domain/disputes.js';
import { afterLook, askedFor } from '../../domain/merchant-refunds.js';
import { factsOf, inr, invoiceOf, minutes, opened, paymentOf, situationOf } from './situations.js';

const now = minutes(1);
const written = { invoice: invoiceOf('PAID'), writtenBack: true };
const first = paymentOf('pay-1');
const second = paymentOf('pay-2', { after: 1_000 });

function disputeOf(paymentId: string, status: DisputeStatus, change: Partial<DisputeFact> = {}): DisputeFact {
  return {
    ...{ disputeId: `disp-${paymentId}`, paymentId, amount: 1000, currency: 'INR', status },
    ...{ amountDeducted: status === 'lost' ? 1000 : 0, phase: 'chargeback', reasonCode: undefined },
    ...{ respondBy: 1_800_000_000, createdAt: 1_700_000_000, ...change },
  };
}

function disputed(dispute: DisputeFact, ...payments: PaymentFact[]): RazorpayFacts {
  return { ...factsOf(...payments), disputes: [dispute] };
}

const held = { kind: 'hold', held: 'disputed' };

describe('a surplus', () => {
  test.each([
    ['the one that would go back', 'pay-2', 'open'],
    ['the one that would go back', 'pay-2', 'under_review'],
    ['the other one, which the bank may take', 'pay-1', 'open'],
  ] as const)('stays while %s is disputed: %s, %s', (_, paymentId, status) => {
    const facts = disputed(disputeOf(paymentId, status), first, second);
    expect(decide(situationOf({ ...written, facts }), now)).toMatchObject(held);
  });

  test('says whose money it is, how much, and until when an answer is due', () => {
    const facts = disputed(disputeOf('pay-2', 'open'), first, second);
    expect(decide(situationOf({ ...written, facts }), now)).toEqual({
      ...held,
      detail:
        'disp-pay-2 of pay-2: 1000 subunits of INR, open (chargeback), respond by 2027-01-15T08:00:00.000Z',
    });
  });

  test.each(['won', 'closed'] as const)('goes back once the dispute is %s', (status) => {
    const facts = disputed(disputeOf('pay-2', status), first, second);
    expect(decide(situationOf({ ...written, facts }), now)).toMatchObject({
      ...{ kind: 'refund', payment: second, amount: 1000 },
    });
  });

  test.each(['pay-1', 'pay-2'])('that a lost dispute took with %s is none any more', (paymentId) => {
    const facts = disputed(disputeOf(paymentId, 'lost', { amountDeducted: 0 }), first, second);
    const end = { kind: 'finish', outcome: 'paid' };
    expect(decide(situationOf({ ...written, facts }), now)).toMatchObject(end);
    const policy = { ...defaultPolicy, surplus: 'hold' } as const;
    expect(decide(situationOf({ ...written, policy, facts }), now)).toMatchObject(end);
  });

  test('beside what a lost dispute took goes back from a payment that it did not concern', () => {
    const third = paymentOf('pay-3', { after: 2_000 });
    const lost = disputed(disputeOf('pay-3', 'lost'), first, second, third);
    expect(decide(situationOf({ ...written, facts: lost }), now)).toMatchObject({
      ...{ kind: 'refund', payment: second, amount: 1000 },
    });
    const part = disputed(disputeOf('pay-2', 'lost', { amount: 300, amountDeducted: 300 }), {
      ...second,
      amount: 2000,
    });
    expect(decide(situationOf({ ...written, facts: part }), now)).toMatchObject(held);
  });
});

test('money of a voided invoice stays while it is disputed, and is gone when the dispute is lost', () => {
  const policy = { ...defaultPolicy, voided: 'refund' } as const;
  const voided = { policy, invoice: invoiceOf('VOID'), invoiceIsFresh: true };
  const facts = (status: DisputeStatus) => disputed(disputeOf('pay-1', status), first);
  expect(decide(situationOf({ ...voided, facts: facts('open') }), now)).toMatchObject(held);
  expect(decide(situationOf({ ...voided, facts: facts('won') }), now)).toMatchObject({ kind: 'refund' });
  expect(decide(situationOf({ ...voided, facts: facts('lost') }), now).kind).toBe('close');
});

test('a disputed capture is written back like any other; one that was lost before is not', () => {
  const facts = disputed(disputeOf('pay-1', 'open'), first);
  expect(decide(situationOf({ facts }), now)).toMatchObject({ kind: 'mark_paid' });
  const lost = disputed(disputeOf('pay-1', 'lost'), first);
  expect(decide(situationOf({ facts: lost }), now)).toMatchObject(held);
  const policy = { ...defaultPolicy, writeBack: 'record_payment' } as const;
  expect(decide(situationOf({ policy, facts: lost }), now)).toMatchObject(held);
});

test('a capture that a dispute took is searched for in Togai before it holds, where an earlier run may have recorded it', () => {
  const policy = { ...defaultPolicy, writeBack: 'record_payment' } as const;
  const part = paymentOf('pay-1', { amount: 400 });
  const situation = situationOf({
    ...{ policy, facts: disputed(disputeOf('pay-1', 'lost'), part), target: inr(600) },
    invoice: invoiceOf('PARTIALLY_PAID', 1000, 400),
  });
  expect(decide(situation, now)).toEqual({
    ...{ kind: 'record_payment', payment: part, reason: 'an_earlier_run_may_have_recorded_it' },
  });
  expect(decide({ ...situation, missingRecords: ['pay-1'] }, now)).toMatchObject(held);
  const found = { recordedPaymentIds: ['pay-1'], recordedByUs: 400, target: inr(1000) };
  expect(decide({ ...situation, ...found }, now)).toMatchObject({ kind: 'wait', state: 'collecting_rest' });
});

test.each([
  ['open', held],
  ['under_review', held],
  ['won', { kind: 'finish', outcome: 'paid' }],
  ['lost', { kind: 'finish', outcome: 'paid' }],
  ['closed', { kind: 'finish', outcome: 'paid' }],
] as const)('a paid collection whose payment has a dispute that is %s', (status, decision) => {
  const facts = disputed(disputeOf('pay-1', status), first);
  expect(decide(situationOf({ ...written, facts }), now)).toMatchObject(decision);
});

describe('a refund that the merchant wants of a disputed payment', () => {
  const wish = { refundId: 'r-1', paymentId: 'pay-1', amount: 400, reason: undefined, speed: undefined };
  const looked = (facts: RazorpayFacts) =>
    afterLook([askedFor(wish, opened)], { facts, target: inr(1000), now });

  test.each(['open', 'under_review'] as const)('waits while the dispute is %s', (status) => {
    const facts = disputed(disputeOf('pay-1', status), first);
    const merchantRefunds = looked(facts);
    expect(merchantRefunds).toMatchObject([{ standing: 'accepted' }]);
    expect(decide(situationOf({ ...written, facts, merchantRefunds }), now)).toMatchObject(held);
    // The write-back does not wait for it.
    expect(decide(situationOf({ facts, merchantRefunds }), now).kind).toBe('mark_paid');
  });

  test('is made once it is won, and refused when it is lost', () => {
    const won = disputed(disputeOf('pay-1', 'won'), first);
    expect(decide(situationOf({ ...written, facts: won, merchantRefunds: looked(won) }), now)).toMatchObject({
      ...{ kind: 'refund_for_merchant', amount: 400 },
    });
    expect(looked(disputed(disputeOf('pay-1', 'lost'), first))).toMatchObject([
      { standing: 'refused', refusal: { code: 'PAYMENT_DISPUTED' } },
    ]);
  });

  test('does not hold up one of another payment', () => {
    const facts = disputed(disputeOf('pay-1', 'open'), first, second);
    const other = { ...wish, refundId: 'r-2', paymentId: 'pay-2' };
    const merchantRefunds = afterLook(
      [wish, other].map((each) => askedFor(each, opened)),
      { facts, target: inr(1000), now },
    );
    expect(decide(situationOf({ ...written, facts, merchantRefunds }), now)).toMatchObject({
      ...{ kind: 'refund_for_merchant', payment: second },
    });
  });
});

describe('what forbids to refund one payment beside another', () => {
  test.each([
    ['its own, open', disputeOf('pay-1', 'open'), true],
    ['its own, lost, also a counted one', disputeOf('pay-1', 'lost'), true],
    ['another’s, open', disputeOf('pay-2', 'open'), true],
    ['another’s, under review', disputeOf('pay-2', 'under_review'), true],
    ['its own, won', disputeOf('pay-1', 'won'), false],
    ['another’s, closed', disputeOf('pay-2', 'closed'), false],
  ] as const)('%s: %#', (_, dispute, forbids) => {
    expect(forbidsRefund(dispute, 'pay-1', ['disp-pay-1'])).toBe(forbids);
  });

  test('another’s that was lost, until what it took is counted', () => {
    expect(forbidsRefund(disputeOf('pay-2', 'lost'), 'pay-1', [])).toBe(true);
    expect(forbidsRefund(disputeOf('pay-2', 'lost'), 'pay-1', ['disp-pay-2'])).toBe(false);
  });

  test('all captured payments are asked about, from the first on', () => {
    const facts = factsOf(
      paymentOf('pay-1'),
      paymentOf('pay-2', { after: 60_000 }),
      paymentOf('pay-3', { status: 'failed' }),
    );
    expect(
      disputableIn({ ...facts, disputes: [disputeOf('pay-2', 'lost'), disputeOf('pay-1', 'won')] }),
    ).toEqual({
      paymentIds: ['pay-1', 'pay-2'],
      since: paymentOf('pay-1').createdAt,
      counted: ['disp-pay-2'],
    });
  });
});
