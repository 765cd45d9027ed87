import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import type { Situation } from '../../domain/situation.js';
import { attemptOf, factsOf, minutes, opened, paymentOf, roundOf, situationOf } from './situations.js';

const recording = { ...defaultPolicy, writeBack: 'record_payment' } as const;
const request = { mode: 'payment_request', rounds: [roundOf({ mode: 'payment_request' })] } as const;

test.each<[string, Partial<Situation>, string, string]>([
  ['nothing was tried', {}, 'awaiting_attempt', 'caller_submits_a_payment'],
  ['the customer has a payment request', request, 'awaiting_customer', 'customer_pays_the_request'],
  ['no request exists yet', { ...request, rounds: [] }, 'awaiting_attempt', 'caller_submits_a_payment'],
  [
    'a payment is created',
    { facts: factsOf(paymentOf('p', { status: 'created' })) },
    'awaiting_customer',
    'customer_finishes_the_payment',
  ],
  [
    'an attempt is searched',
    { attempts: [attemptOf({ standing: 'searching' })] },
    'awaiting_customer',
    'customer_finishes_the_payment',
  ],
  [
    'an attempt’s payment was not seen yet',
    { attempts: [attemptOf({ paymentId: 'p' })] },
    'awaiting_customer',
    'customer_finishes_the_payment',
  ],
  [
    'the only payment failed',
    {
      attempts: [attemptOf({ paymentId: 'p' })],
      facts: factsOf(paymentOf('p', { status: 'failed' })),
    },
    'awaiting_attempt',
    'caller_submits_a_payment',
  ],
  [
    'the attempt was refused',
    { attempts: [attemptOf({ standing: 'refused' })] },
    'awaiting_attempt',
    'caller_submits_a_payment',
  ],
  [
    'a payment is authorized',
    { facts: factsOf(paymentOf('p', { status: 'authorized' })) },
    'authorized',
    'capture',
  ],
  [
    'a part is recorded',
    { policy: recording, facts: factsOf(paymentOf('p', { amount: 400 })), recordedPaymentIds: ['p'] },
    'collecting_rest',
    'rest_of_the_amount',
  ],
])('when %s, the state tells', (_, change, state, reason) => {
  expect(decide(situationOf(change), minutes(1))).toMatchObject({ kind: 'wait', state, reason });
});

test('the next poll is the usual deadline', () => {
  expect(decide(situationOf(), minutes(1))).toMatchObject({ until: minutes(1.5) });
  expect(decide(situationOf({ quietLooks: 3 }), minutes(1))).toMatchObject({ until: minutes(5) });
});

test('the end of the collection comes before a late poll', () => {
  const situation = situationOf({ quietLooks: 30 });
  expect(decide(situation, opened + 29.5 * DAY)).toMatchObject({ until: opened + 30 * DAY });
});

test('a lost answer is looked for every minute', () => {
  const attempts = [attemptOf({ standing: 'searching' })];
  expect(decide(situationOf({ attempts, quietLooks: 30 }), minutes(3))).toMatchObject({ until: minutes(4) });
});

test('of several authorized payments the first to leave automatic capture is looked at first', () => {
  const facts = factsOf(
    paymentOf('p1', { status: 'authorized', after: 60_000 }),
    paymentOf('p2', { status: 'authorized' }),
  );
  expect(decide(situationOf({ facts, quietLooks: 30 }), minutes(5))).toMatchObject({ until: minutes(13) });
});

test.each(['created', 'pending', 'authorized', 'failed'] as const)(
  'a payment that is %s is looked at before its authorization would lapse',
  (status) => {
    const facts = factsOf(paymentOf('p', { status }));
    const situation = situationOf({ facts, quietLooks: 30 });
    expect(decide(situation, minutes(7000))).toMatchObject({
      kind: status === 'authorized' ? 'read_invoice' : 'wait',
    });
    const rounds = [roundOf({ automaticExpiryMinutes: 30, manualExpiryMinutes: 30 })];
    expect(decide({ ...situation, rounds }, minutes(1))).toMatchObject({ kind: 'wait', until: minutes(25) });
    expect(decide({ ...situation, rounds }, minutes(40))).toMatchObject({ until: minutes(40) + DAY });
  },
);

test('a deadline that has passed is no deadline', () => {
  const facts = factsOf(paymentOf('p', { status: 'authorized' }));
  const after = minutes(7300);
  expect(decide(situationOf({ facts, quietLooks: 1 }), after)).toMatchObject({ until: after + 60_000 });
});
