import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { factsOf, invoiceOf, minutes, paymentOf, situationOf } from './situations.js';

const now = minutes(1);
const written = { invoice: invoiceOf('PAID'), writtenBack: true };
const first = paymentOf('pay-1');
const second = paymentOf('pay-2', { after: 1_000 });

test('the write-back comes first, the surplus after it', () => {
  expect(decide(situationOf({ facts: factsOf(first, second) }), now).kind).toBe('mark_paid');
});

test.each([
  ['listed in order', [first, second]],
  ['listed in reverse', [second, first]],
])('the youngest capture goes back, %s', (_, payments) => {
  expect(decide(situationOf({ ...written, facts: factsOf(...payments) }), now)).toEqual({
    kind: 'refund',
    payment: second,
    amount: 1000,
    reason: 'surplus',
  });
});

test('what the invoice was marked paid for stays, also where an older payment came after it', () => {
  const marked = { ...written, markedPaymentIds: ['pay-2'] };
  expect(decide(situationOf({ ...marked, facts: factsOf(first, second) }), now)).toMatchObject({
    payment: first,
  });
  // What it gives back is not enough: the rest comes from what was marked.
  const part = paymentOf('pay-1', { amount: 300 });
  const whole = paymentOf('pay-2', { amount: 1_500, after: 1_000 });
  expect(decide(situationOf({ ...marked, facts: factsOf(part, whole) }), now)).toMatchObject({
    ...{ payment: part, amount: 300 },
  });
});

test('only the surplus goes back, not the whole payment', () => {
  const part = paymentOf('pay-2', { amount: 700, after: 1_000 });
  const facts = factsOf(paymentOf('pay-1', { amount: 400 }), part);
  expect(decide(situationOf({ ...written, facts }), now)).toMatchObject({ payment: part, amount: 100 });
});

test('at most what is kept of a payment goes back from it', () => {
  const part = paymentOf('pay-2', { amount: 300, after: 1_000 });
  const facts = factsOf(paymentOf('pay-1', { amount: 1400 }), part);
  expect(decide(situationOf({ ...written, facts }), now)).toMatchObject({ payment: part, amount: 300 });
});

test('a refund that is listed is not asked for again', () => {
  const facts = factsOf(first, { ...second, status: 'refunded', refunded: 1000 });
  expect(decide(situationOf({ ...written, facts }), now)).toMatchObject({ kind: 'finish', outcome: 'paid' });
});

test('a further surplus of one payment is another refund than the first', () => {
  const part = paymentOf('pay-2', { amount: 500, refunded: 200, after: 2_000 });
  const late = paymentOf('pay-1', { amount: 300, after: 1_000 });
  const facts = factsOf(paymentOf('pay-0', { amount: 700 }), late, part);
  expect(decide(situationOf({ ...written, facts }), now)).toEqual({
    kind: 'refund',
    payment: part,
    amount: 300,
    reason: 'surplus_after_200',
  });
});

test('a policy that leaves refunds to a person holds the collection', () => {
  const policy = { ...defaultPolicy, surplus: 'hold' } as const;
  const situation = situationOf({ ...written, policy, facts: factsOf(first, second) });
  expect(decide(situation, now)).toEqual({
    kind: 'hold',
    held: 'surplus',
    detail: '1000 subunits are kept beyond what was due',
  });
});

test('a surplus is never captured on purpose', () => {
  const authorized = paymentOf('pay-2', { status: 'authorized' });
  const policy = { ...defaultPolicy, capture: 'manual' } as const;
  const situation = situationOf({
    ...written,
    ...{ policy, rounds: [], invoiceIsFresh: true, facts: factsOf(first, authorized) },
  });
  expect(decide(situation, now)).toMatchObject({ kind: 'wait', state: 'closing' });
});
