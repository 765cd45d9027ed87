import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { attemptOf, factsOf, invoiceOf, minutes, paymentOf, situationOf } from './situations.js';

const now = minutes(1);
const policy = { ...defaultPolicy, voided: 'refund' } as const;
const recording = { ...policy, writeBack: 'record_payment' } as const;
const first = paymentOf('pay-1');
const second = paymentOf('pay-2', { amount: 400, after: 1_000 });
const voided = { policy, invoice: invoiceOf('VOID'), invoiceIsFresh: true, facts: factsOf(first, second) };

test('all money of a voided invoice goes back, a whole payment at a time', () => {
  expect(decide(situationOf(voided), now)).toEqual({
    ...{ kind: 'refund', payment: second, amount: 400, reason: 'voided' },
  });
  const rest = factsOf(first, { ...second, status: 'refunded', refunded: 400 });
  expect(decide(situationOf({ ...voided, facts: rest }), now)).toEqual({
    ...{ kind: 'refund', payment: first, amount: 1_000, reason: 'voided' },
  });
});

test('on the word of a fresh invoice only', () => {
  expect(decide(situationOf({ ...voided, invoiceIsFresh: false }), now).kind).toBe('read_invoice');
});

test('so it does where payments are recorded, once what an earlier run may have recorded was searched for', () => {
  const clean = situationOf({ ...voided, policy: recording });
  expect(decide(clean, now)).toMatchObject({ kind: 'refund', payment: second, reason: 'voided' });
  const again = { ...clean, attempts: [attemptOf({ contentHash: undefined })] };
  expect(decide(again, now)).toMatchObject({ kind: 'record_payment', payment: first });
  expect(decide({ ...again, missingRecords: ['pay-1'] }, now)).toMatchObject({ payment: second });
  const searched = { ...again, missingRecords: ['pay-1', 'pay-2'] };
  expect(decide(searched, now)).toMatchObject({ kind: 'refund', payment: second, reason: 'voided' });
});

test('when all went back, the collection ends without money', () => {
  const facts = factsOf({ ...first, status: 'refunded', refunded: 1_000 });
  const closing = { because: 'voided', since: now } as const;
  expect(decide(situationOf({ ...voided, facts, closing }), now)).toEqual({
    ...{ kind: 'finish', outcome: 'nothing_to_collect', reason: 'invoice_voided' },
  });
});

test.each([
  ['the policy leaves it to a person', { policy: defaultPolicy }],
  ['it was merged into another invoice, which the money may be for', { invoice: invoiceOf('MERGED') }],
  ['it was written off', { invoice: invoiceOf('UN_COLLECTIBLE') }],
  ['a write-back may have reached Togai', { writeBackTried: true }],
  ['Togai shows a recorded payment', { policy: recording, invoice: invoiceOf('VOID', 1_000, 1) }],
  ['an earlier run has counted one', { recordedPaymentIds: ['pay-1'] }],
])('nothing goes back when %s', (_, change) => {
  expect(decide(situationOf({ ...voided, ...change }), now)).toMatchObject({
    ...{ kind: 'hold', held: 'invoice_changed' },
  });
});
