import { describe, expect, test } from 'vitest';
import type { PaymentSubmission } from '../../contracts/collection.js';
import type { PaymentDetails } from '../../contracts/payment-request.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { openAttempts, refuseSubmission, type AdmissionSituation } from '../../domain/admission.js';
import { kept } from '../../domain/sums.js';
import { attemptOf, factsOf, inr, paymentOf, roundOf } from './situations.js';

const payment: PaymentDetails = {
  method: 'netbanking',
  bank: 'HDFC',
  email: 'a@b.example',
  contact: '9000090000',
  ip: '192.0.2.1',
};

function submissionOf(change: Partial<PaymentSubmission> = {}): PaymentSubmission {
  return {
    attemptId: 'attempt-2',
    contentHash: 'hash',
    payment,
    order: undefined,
    orderHash: undefined,
    retryOf: undefined,
    replace: false,
    ...change,
  };
}

function admissionOf(change: Partial<AdmissionSituation> = {}): AdmissionSituation {
  const facts = change.facts ?? factsOf();
  return {
    policy: defaultPolicy,
    target: inr(1000),
    kept: kept(facts),
    attempts: [],
    facts,
    round: undefined,
    receipt: undefined,
    ...change,
  };
}

const recording = { ...defaultPolicy, writeBack: 'record_payment' } as const;
const partialOrder = { partial_payment: true } as const;
const made = { round: roundOf({ orderHash: 'options' }), receipt: 'po_1' };
const partialMade = { policy: recording, round: roundOf({ partialPayment: true }), receipt: 'po_1' };

test('a first attempt for the amount due is admitted', () => {
  expect(refuseSubmission(submissionOf(), admissionOf())).toBeUndefined();
  const exact = submissionOf({ payment: { ...payment, amount: 1000 } });
  expect(refuseSubmission(exact, admissionOf())).toBeUndefined();
});

describe('by money', () => {
  test.each([1000, 1200])('ALREADY_PAID when %i of 1000 is kept', (amount) => {
    const facts = factsOf(paymentOf('p', { amount }));
    expect(refuseSubmission(submissionOf(), admissionOf({ facts }))?.code).toBe('ALREADY_PAID');
  });

  test('ALREADY_PAID when the whole amount is asked again beside a captured part', () => {
    const facts = factsOf(paymentOf('p', { amount: 400 }));
    const whole = submissionOf({ payment: { ...payment, amount: 1000 } });
    expect(refuseSubmission(whole, admissionOf({ facts }))?.code).toBe('ALREADY_PAID');
  });

  test('ALREADY_PAID beside a captured part when the connection marks whole invoices', () => {
    const facts = factsOf(paymentOf('p', { amount: 400 }));
    expect(refuseSubmission(submissionOf(), admissionOf({ facts }))?.code).toBe('ALREADY_PAID');
  });

  test('beside a captured part, a new order that takes no parts is for the rest', () => {
    const facts = factsOf(paymentOf('p', { amount: 400 }));
    const of = (amount?: number) =>
      refuseSubmission(
        submissionOf(amount === undefined ? {} : { payment: { ...payment, amount } }),
        admissionOf({ policy: recording, facts }),
      );
    expect([of(), of(600)]).toEqual([undefined, undefined]);
    const detail = 'payment.amount is 1000, 600 subunits are due';
    expect(of(1000)).toEqual({ code: 'AMOUNT_MISMATCH', detail });
    expect(of(599)?.code).toBe('AMOUNT_MISMATCH');
  });

  test.each([999, 1001])('AMOUNT_MISMATCH for %i of 1000 without partial payments', (amount) => {
    const submission = submissionOf({ payment: { ...payment, amount } });
    expect(refuseSubmission(submission, admissionOf())).toEqual({
      code: 'AMOUNT_MISMATCH',
      detail: `payment.amount is ${amount}, 1000 subunits are due`,
    });
  });

  test('AMOUNT_MISMATCH for more than the rest of a partial order', () => {
    const facts = factsOf(paymentOf('p', { amount: 400 }));
    const of = (amount: number) => submissionOf({ payment: { ...payment, amount } });
    expect(refuseSubmission(of(601), admissionOf({ ...partialMade, facts }))?.code).toBe('AMOUNT_MISMATCH');
    expect(refuseSubmission(of(600), admissionOf({ ...partialMade, facts }))).toBeUndefined();
    expect(refuseSubmission(of(1), admissionOf({ ...partialMade, facts }))).toBeUndefined();
  });

  test('AMOUNT_MISMATCH for a first part under its minimum, but not for a later part', () => {
    const order = { ...partialOrder, first_payment_min_amount: 500 };
    const part = submissionOf({ order, payment: { ...payment, amount: 499 } });
    expect(refuseSubmission(part, admissionOf({ policy: recording }))?.code).toBe('AMOUNT_MISMATCH');
    const facts = factsOf(paymentOf('p', { amount: 500 }));
    expect(refuseSubmission(part, admissionOf({ ...partialMade, facts }))).toBeUndefined();
    // Of another order it would be the first.
    const anew = admissionOf({ policy: recording, facts });
    expect(refuseSubmission(part, anew)?.code).toBe('AMOUNT_MISMATCH');
    const transfers = [{ account: 'acc_1', amount: 501, currency: 'INR' }];
    expect(refuseSubmission(submissionOf({ order: { transfers } }), anew)?.code).toBe('INVALID_INPUT');
  });

  test('PARTIAL_NEEDS_RECORD_PAYMENT when the connection marks whole invoices', () => {
    const asked = submissionOf({ order: partialOrder });
    expect(refuseSubmission(asked, admissionOf())?.code).toBe('PARTIAL_NEEDS_RECORD_PAYMENT');
    const exists = admissionOf({ ...partialMade, policy: defaultPolicy });
    expect(refuseSubmission(submissionOf(), exists)?.code).toBe('PARTIAL_NEEDS_RECORD_PAYMENT');
  });

  test('an order that exists tells whether it takes parts, not the caller', () => {
    const part = submissionOf({ order: partialOrder, payment: { ...payment, amount: 400 } });
    expect(refuseSubmission(part, admissionOf({ ...made, policy: recording }))?.code).toBe('AMOUNT_MISMATCH');
  });
});

describe('by order', () => {
  test.each([{ id: 'order-9' }, { receipt: 'po_9' }, { id: 'order-1', receipt: 'po_9' }])(
    'ORDER_MISMATCH for a retry of %o',
    (retryOf) => {
      expect(refuseSubmission(submissionOf({ retryOf }), admissionOf(made))?.code).toBe('ORDER_MISMATCH');
    },
  );

  test.each([{ id: 'order-1' }, { receipt: 'po_1' }, {}])('a retry of %o is admitted', (retryOf) => {
    expect(refuseSubmission(submissionOf({ retryOf }), admissionOf(made))).toBeUndefined();
  });

  test.each([{ id: 'order-1' }, { receipt: 'po_1' }])('ORDER_MISMATCH for %o before an order', (retryOf) => {
    const round = roundOf({ orderId: undefined });
    const situation = admissionOf({ round, receipt: 'po_1' });
    expect(refuseSubmission(submissionOf({ retryOf }), situation)?.code).toBe('ORDER_MISMATCH');
    expect(refuseSubmission(submissionOf({ retryOf }), admissionOf())?.code).toBe('ORDER_MISMATCH');
  });

  test('ORDER_OPTIONS_CHANGED when the order was made with others', () => {
    const other = submissionOf({ orderHash: 'others' });
    expect(refuseSubmission(other, admissionOf(made))).toEqual({
      code: 'ORDER_OPTIONS_CHANGED',
      detail: 'order-1 was made with other options',
    });
    expect(refuseSubmission(submissionOf({ orderHash: 'options' }), admissionOf(made))).toBeUndefined();
    const unmade = admissionOf({ ...made, round: roundOf({ orderId: undefined, orderHash: 'options' }) });
    expect(refuseSubmission(other, unmade)).toBeUndefined();
  });
});

describe('by attempts', () => {
  test('ATTEMPT_LIMIT_REACHED after the policy’s number, even when an attempt is to be replaced', () => {
    const attempts = [1, 2, 3, 4, 5].map((n) =>
      attemptOf({ attemptId: `attempt-${n}`, standing: 'refused' }),
    );
    const submission = submissionOf({ replace: true });
    expect(refuseSubmission(submission, admissionOf({ attempts }))?.code).toBe('ATTEMPT_LIMIT_REACHED');
    const fewer = admissionOf({ attempts: attempts.slice(1) });
    expect(refuseSubmission(submission, fewer)).toBeUndefined();
  });

  test('ATTEMPT_OPEN names the attempts that may still succeed; replacing is allowed', () => {
    const attempts = [
      attemptOf({ attemptId: 'a', standing: 'unknown' }),
      attemptOf({ attemptId: 'b', standing: 'refused' }),
      attemptOf({ attemptId: 'c', standing: 'searching' }),
    ];
    expect(refuseSubmission(submissionOf(), admissionOf({ attempts }))).toEqual({
      code: 'ATTEMPT_OPEN',
      detail: 'open: a, c',
    });
    expect(refuseSubmission(submissionOf({ replace: true }), admissionOf({ attempts }))).toBeUndefined();
  });
});

describe('an earlier attempt is open', () => {
  const known = attemptOf({ paymentId: 'p' });

  test.each(['created', 'pending', 'authorized'] as const)('while its payment is %s', (status) => {
    expect(openAttempts([known], factsOf(paymentOf('p', { status })))).toEqual([known]);
  });

  test.each(['failed', 'captured', 'refunded'] as const)('not once its payment is %s', (status) => {
    expect(openAttempts([known], factsOf(paymentOf('p', { status })))).toEqual([]);
  });

  test('while its payment was not seen yet, unless Razorpay refused it', () => {
    expect(openAttempts([known], factsOf())).toEqual([known]);
    expect(openAttempts([{ ...known, standing: 'refused' }], factsOf())).toEqual([]);
  });

  test('when Razorpay refused it but its payment lives all the same', () => {
    const refused = attemptOf({ paymentId: 'p', standing: 'refused' });
    expect(openAttempts([refused], factsOf(paymentOf('p', { status: 'created' })))).toEqual([refused]);
  });

  test('not when it has no payment', () => {
    expect(openAttempts([attemptOf()], factsOf())).toEqual([]);
  });
});

function refusedWith(code: string) {
  const refusal = { class: 'wait', concerns: 'payment', code, description: '', customerText: '' } as const;
  const nothing = { reason: undefined, source: undefined, step: undefined, field: undefined };
  return attemptOf({
    standing: 'refused',
    answer: {
      ...{ status: 'refused', attemptId: 'a', orderId: undefined, paymentId: undefined },
      refusal: { ...refusal, ...nothing },
    },
  });
}

test('attempts that never left for want of a provider do not count, those that Razorpay refused do', () => {
  const policy = { ...defaultPolicy, maxAttempts: 2 };
  const unsent = Array.from({ length: 5 }, () => refusedWith('PROVIDER_NOT_REACHED'));
  expect(refuseSubmission(submissionOf(), admissionOf({ policy, attempts: unsent }))).toBeUndefined();
  const attempts = [refusedWith('BAD_REQUEST_ERROR'), ...unsent, refusedWith('BAD_REQUEST_ERROR')];
  expect(refuseSubmission(submissionOf(), admissionOf({ policy, attempts }))).toMatchObject({
    code: 'ATTEMPT_LIMIT_REACHED',
  });
});

test('attempts that never left are remembered, so there is an end to them too', () => {
  const policy = { ...defaultPolicy, maxAttempts: 2 };
  const unsent = (count: number) => Array.from({ length: count }, () => refusedWith('DOWNTIME'));
  expect(refuseSubmission(submissionOf(), admissionOf({ policy, attempts: unsent(51) }))).toBeUndefined();
  expect(refuseSubmission(submissionOf(), admissionOf({ policy, attempts: unsent(52) }))).toMatchObject({
    ...{ code: 'ATTEMPT_LIMIT_REACHED', detail: '52 attempts were made or refused' },
  });
});
