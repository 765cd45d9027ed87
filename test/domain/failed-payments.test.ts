import { describe, expect, test } from 'vitest';
import type { ErrorClass, ProviderRefusal } from '../../contracts/errors.js';
import { defaultPolicy } from '../../contracts/policy.js';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import {
  failedPayments,
  failureText,
  refusalText,
  withNext,
  type AfterFailure,
} from '../../domain/failed-payments.js';
import { attemptOf, factsOf, inr, opened, paymentOf } from './situations.js';

function refusalOf(kind: ErrorClass): ProviderRefusal {
  return {
    ...{ class: kind, concerns: 'payment', code: 'BAD_REQUEST_ERROR', reason: 'card_declined' },
    ...{ description: 'Declined.', source: 'issuer_bank', step: 'payment_authorization', field: undefined },
    customerText: 'Please use another card.',
  };
}

function failedOf(paymentId: string, kind: ErrorClass = 'use_another', after = 0) {
  return paymentOf(paymentId, { status: 'failed', failure: refusalOf(kind), attemptId: 'first', after });
}

function collection(change: Partial<AfterFailure> = {}): AfterFailure {
  return {
    ...{ facts: factsOf(failedOf('p1')), mode: 'direct', policy: defaultPolicy, target: inr(1000) },
    attempts: [attemptOf({ attemptId: 'first', paymentId: 'p1' })],
    ...{ held: undefined, closing: undefined, writtenBack: false, merchantRefunds: undefined, ended: false },
    ...change,
  };
}

const nextOf = (change: Partial<AfterFailure>) => failedPayments(collection(change)).map(({ next }) => next);

test('every failed payment is told, oldest first, and no other', () => {
  const facts = factsOf(
    failedOf('late', 'wait', 2_000),
    paymentOf('open', { status: 'created' }),
    failedOf('early', 'use_another', 1_000),
    paymentOf('authorized', { status: 'authorized' }),
  );
  const [first, ...others] = failedPayments(collection({ facts }));
  expect(first).toMatchObject({
    ...{ paymentId: 'early', orderId: 'order-1', attemptId: 'first', method: 'card' },
    failure: { class: 'use_another', reason: 'card_declined', customerText: 'Please use another card.' },
  });
  expect(others.map(({ paymentId }) => paymentId)).toEqual(['late']);
});

describe('what comes next', () => {
  test.each([
    ['retry_same', 'same_instrument'],
    ['use_another', 'another_instrument'],
    ['wait', 'later'],
    ['fix_integration', 'fix_integration'],
  ] as const)('follows from the class %s: %s', (kind, next) => {
    expect(nextOf({ facts: factsOf(failedOf('p1', kind)) })).toEqual([next]);
  });

  test('on a hosted page the customer tries again there', () => {
    expect(nextOf({ mode: 'payment_request' })).toEqual(['hosted_page']);
  });

  test('another attempt that is open comes first', () => {
    const attempts = [
      attemptOf({ attemptId: 'first', paymentId: 'p1' }),
      attemptOf({ attemptId: 'second', paymentId: 'p2' }),
    ];
    const facts = factsOf(failedOf('p1'), paymentOf('p2', { status: 'created' }));
    expect(nextOf({ attempts, facts })).toEqual(['open_attempt']);
  });

  test.each<readonly [string, Partial<AfterFailure>]>([
    ['the collection has ended', { ended: true }],
    ['a person has to decide', { held: { reason: 'surplus', detail: '', since: opened } }],
    ['it is closing', { closing: { because: 'cancelled', since: opened } }],
    ['the invoice is marked paid', { writtenBack: true }],
    ['the amount due is captured', { facts: factsOf(failedOf('p1'), paymentOf('p2')) }],
    ['the attempts are used up', { policy: { ...defaultPolicy, maxAttempts: 1 } }],
    [
      'a refund is wanted',
      {
        merchantRefunds: [
          {
            wish: { refundId: 'r', paymentId: 'p0', amount: undefined, reason: undefined, speed: undefined },
            ...{ standing: 'asked', askedAt: opened, failures: 0, amount: undefined },
            ...{ razorpayRefundId: undefined, retryAt: undefined, shortSince: undefined, refusal: undefined },
          },
        ],
      },
    ],
  ])('nothing when %s', (_, change) => {
    expect(nextOf(change)).toEqual(['no_attempt']);
  });
});

test('an operator reads what failed where, its class, the sentence and the advice', () => {
  const [failed] = failedPayments(collection());
  expect(failed && failureText(failed)).toBe(
    'p1 by card failed: card_declined by issuer_bank at payment_authorization, use_another (“Please use another card.”). ' +
      'Submit another attempt, by another instrument.',
  );
});

describe('an attempt that was refused without a payment', () => {
  const refusedOf = (kind: ErrorClass): Extract<SubmitPaymentAnswer, { status: 'refused' }> => ({
    ...{ status: 'refused', attemptId: 'first', orderId: undefined, paymentId: undefined },
    refusal: refusalOf(kind),
  });
  const refused = (attemptId = 'first') =>
    attemptOf({ attemptId, standing: 'refused', paymentId: undefined, answer: refusedOf('use_another') });
  const alone = (change: Partial<AfterFailure> = {}) =>
    collection({ facts: factsOf(), attempts: [refused()], ...change });

  test.each([
    ['retry_same', 'same_instrument'],
    ['use_another', 'another_instrument'],
    ['wait', 'later'],
    ['fix_integration', 'fix_integration'],
  ] as const)('of class %s is told %s, and the answer stays what it was', (kind, next) => {
    const answer = refusedOf(kind);
    expect(withNext(alone(), answer)).toEqual({ ...answer, next });
    expect(answer).not.toHaveProperty('next');
  });

  test('for a bank that is not enabled, another is to be taken, and not the account to be mended first', () => {
    const refusal: ProviderRefusal = { ...refusalOf('fix_integration'), concerns: 'instrument' };
    const answer: SubmitPaymentAnswer = { ...refusedOf('fix_integration'), refusal };
    expect(withNext(alone(), answer)).toMatchObject({ next: 'another_instrument' });
  });

  test.each<readonly [string, Partial<AfterFailure>, string]>([
    [
      'another attempt is open',
      { attempts: [refused(), attemptOf({ attemptId: 'second', paymentId: 'p2' })] },
      'open_attempt',
    ],
    ['the attempts are used up', { policy: { ...defaultPolicy, maxAttempts: 1 } }, 'no_attempt'],
    ['the collection is closing', { closing: { because: 'voided', since: opened } }, 'no_attempt'],
    ['the customer pays on a hosted page', { mode: 'payment_request' }, 'hosted_page'],
  ])('where %s, that is told', (_, change, next) => {
    expect(withNext(alone(change), refusedOf('retry_same'))).toMatchObject({ next });
  });

  test('any other answer is told as it is', () => {
    const pending: SubmitPaymentAnswer = { status: 'pending', attemptId: 'first' };
    expect(withNext(alone(), pending)).toEqual(pending);
  });

  test('an operator reads of the last one only', () => {
    expect(refusalText(alone({ attempts: [refused(), refused('second')] }))).toBe(
      'attempt second by card refused: card_declined by issuer_bank at payment_authorization, use_another ' +
        '(“Please use another card.”). Submit another attempt, by another instrument.',
    );
    expect(refusalText(collection())).toBeUndefined();
  });

  test('one whose payment was made and failed is told once, as a payment', () => {
    const attempts = [attemptOf({ ...refused(), paymentId: 'p1' })];
    expect(refusalText(collection({ attempts }))).toBeUndefined();
    expect(refusalText(alone({ attempts }))).toContain('attempt first');
  });
});
