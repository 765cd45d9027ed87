import { expect, test } from 'vitest';
import { decide } from '../../domain/decide.js';
import { factsOf, minutes, paymentOf, situationOf } from './situations.js';

const foreign = { ...factsOf(), foreignOrders: [{ orderId: 'order-9', why: 'amount differs' }] };

test('an order that carries our receipt but not our notes is shown to a person', () => {
  expect(decide(situationOf({ facts: foreign }), minutes(1))).toEqual({
    kind: 'hold',
    held: 'order_mismatch',
    detail: 'order-9: amount differs',
  });
});

test('nothing moves while a person is asked, not even a write-back for captured money', () => {
  const facts = { ...factsOf(paymentOf('pay-1')), foreignOrders: foreign.foreignOrders };
  expect(decide(situationOf({ facts }), minutes(1))).toMatchObject({ held: 'order_mismatch' });
});

test.each(['captured', 'authorized'] as const)('an %s payment in another currency is held', (status) => {
  const facts = factsOf(paymentOf('pay-1', { status, currency: 'USD' }));
  expect(decide(situationOf({ facts }), minutes(1))).toEqual({
    kind: 'hold',
    held: 'payment_currency_differs',
    detail: 'pay-1 is in USD',
  });
});

test.each(['captured', 'authorized'] as const)('an %s payment with a fee or an offer is held', (status) => {
  const facts = factsOf(paymentOf('pay-1', { status, amount: 1020, differsByFeeOrOffer: true }));
  expect(decide(situationOf({ facts }), minutes(1))).toEqual({
    kind: 'hold',
    held: 'payment_amount_differs',
    detail: 'pay-1 has 1020 subunits',
  });
});

test('a part that is still kept of an odd payment stays with a person', () => {
  const facts = factsOf(paymentOf('pay-1', { amount: 1020, refunded: 20, differsByFeeOrOffer: true }));
  expect(decide(situationOf({ facts }), minutes(1))).toMatchObject({ held: 'payment_amount_differs' });
});

test.each(['created', 'pending', 'failed'] as const)('a payment that is only %s is no trouble', (status) => {
  const odd = { status, amount: 1020, currency: 'USD', differsByFeeOrOffer: true };
  expect(decide(situationOf({ facts: factsOf(paymentOf('pay-1', odd)) }), minutes(1)).kind).toBe('wait');
});

test('an odd payment that a person has given back is no trouble any more', () => {
  const odd = { amount: 1020, refunded: 1020, differsByFeeOrOffer: true, currency: 'USD' };
  const facts = factsOf(paymentOf('pay-1', { status: 'refunded', ...odd }));
  expect(decide(situationOf({ facts }), minutes(1))).toMatchObject({
    kind: 'wait',
    state: 'awaiting_attempt',
  });
});
