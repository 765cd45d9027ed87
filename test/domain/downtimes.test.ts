import { describe, expect, test } from 'vitest';
import type { Downtime } from '../../contracts/downtime.js';
import type { PaymentDetails } from '../../contracts/payment-request.js';
import { downtimeOf, downtimeOfRequest, healthyMethods } from '../../domain/downtimes.js';
import { instrumentText } from '../../domain/payment-instrument.js';

const payer = { email: 'a@b.example', contact: '9000090000', ip: '192.0.2.1' };

function byBank(bank: string): PaymentDetails {
  return { ...payer, method: 'netbanking', bank };
}

function byUpi(upi: Extract<PaymentDetails, { method: 'upi' }>['upi']): PaymentDetails {
  return { ...payer, method: 'upi', upi };
}

function byCard(network?: 'VISA' | 'MC'): PaymentDetails {
  return { ...payer, method: 'card', card: 'vault:a:b', ...(network && { network }) };
}

const collect = byUpi({ flow: 'collect', vpa: 'asha@OkSBI' });
const intent = byUpi({ flow: 'intent' });

function downtimeFor(
  method: string,
  instrument: Downtime['instrument'],
  change: Partial<Downtime> = {},
): Downtime {
  return { method, instrument, severity: 'high', begin: 1_700_000_000, ...change };
}

const certain = true;
const possible = false;

describe('whom an outage concerns', () => {
  test.each<[string, PaymentDetails, Downtime, boolean | undefined]>([
    ['its bank', byBank('HDFC'), downtimeFor('netbanking', { bank: 'HDFC' }), certain],
    ['another bank', byBank('HDFC'), downtimeFor('netbanking', { bank: 'SBIN' }), undefined],
    ['all banks', byBank('HDFC'), downtimeFor('netbanking', { bank: 'ALL' }), certain],
    ['the bank of another method', byBank('HDFC'), downtimeFor('emandate', { bank: 'HDFC' }), undefined],
    ['nobody knows whom', byBank('HDFC'), downtimeFor('netbanking', {}), possible],
    ['a thing nobody knows', byBank('HDFC'), downtimeFor('netbanking', { branch: '7' }), possible],
    ['its handle', collect, downtimeFor('upi', { vpa_handle: 'oksbi' }), certain],
    ['another handle', collect, downtimeFor('upi', { vpa_handle: 'ybl' }), undefined],
    ['all handles', collect, downtimeFor('upi', { vpa_handle: 'ALL' }), certain],
    [
      'a handle, and the app is not chosen yet',
      intent,
      downtimeFor('upi', { vpa_handle: 'oksbi' }),
      possible,
    ],
    ['an app, which no handle names', collect, downtimeFor('upi', { psp: 'bhim' }), possible],
    ['an app in its flow', collect, downtimeFor('upi', { psp: 'bhim', flow: 'collect' }), possible],
    ['an app in another flow', intent, downtimeFor('upi', { psp: 'bhim', flow: 'collect' }), undefined],
    ['all apps in its flow', intent, downtimeFor('upi', { psp: 'ALL', flow: 'intent' }), certain],
    ['its flow', byUpi({ flow: 'in_app' }), downtimeFor('upi', { flow: 'in_app' }), certain],
    ['another flow', intent, downtimeFor('upi', { flow: 'in_app' }), undefined],
    ['its network', byCard('VISA'), downtimeFor('card', { network: 'VISA' }), certain],
    ['another network', byCard('MC'), downtimeFor('card', { network: 'VISA' }), undefined],
    ['a network, and its own is not known', byCard(), downtimeFor('card', { network: 'VISA' }), possible],
    ['all networks', byCard(), downtimeFor('card', { network: 'ALL' }), certain],
    [
      'its network’s credit cards',
      byCard('MC'),
      downtimeFor('card', { network: 'MC', card_type: 'credit' }),
      possible,
    ],
    [
      'another’s credit cards',
      byCard('MC'),
      downtimeFor('card', { network: 'VISA', card_type: 'credit' }),
      undefined,
    ],
    ['an issuer', byCard('MC'), downtimeFor('card', { issuer: 'SBIN', type: 'credit' }), possible],
  ])('%s', (_whom, payment, downtime, expected) => {
    expect(downtimeOf(payment, [downtime])?.certain).toBe(expected);
  });
});

test('what is told is Razorpay’s own, with the time it began', () => {
  expect(downtimeOf(byBank('HDFC'), [downtimeFor('netbanking', { bank: 'HDFC' })])).toEqual({
    ...{ severity: 'high', method: 'netbanking', instrument: { bank: 'HDFC' }, certain: true },
    ...{ since: 1_700_000_000_000, healthyMethods: ['card', 'netbanking', 'upi'] },
  });
  const [undated] = [downtimeFor('netbanking', { bank: 'HDFC' }, { begin: undefined })];
  expect(downtimeOf(byBank('HDFC'), [undated])).not.toHaveProperty('since');
});

test('of several, one that is certain counts before one that may be, and then the worst', () => {
  const downtimes = [
    downtimeFor('upi', { psp: 'bhim' }),
    downtimeFor('upi', { vpa_handle: 'oksbi' }, { severity: 'low' }),
    downtimeFor('upi', { vpa_handle: 'oksbi' }, { severity: 'medium' }),
  ];
  expect(downtimeOf(collect, downtimes)).toMatchObject({ certain: true, severity: 'medium' });
  expect(downtimeOf(collect, downtimes.toReversed())).toMatchObject({ certain: true, severity: 'medium' });
});

test.each<[string, Downtime[], string[]]>([
  ['nothing is down', [], ['card', 'netbanking', 'upi']],
  ['one bank is down', [downtimeFor('netbanking', { bank: 'HDFC' })], ['card', 'netbanking', 'upi']],
  ['all banks are down', [downtimeFor('netbanking', { bank: 'ALL' })], ['card', 'upi']],
  ['they are, mildly', [downtimeFor('netbanking', { bank: 'ALL' }, { severity: 'low' })], ['card', 'upi']],
  [
    'all apps of one flow',
    [downtimeFor('upi', { psp: 'ALL', flow: 'collect' })],
    ['card', 'netbanking', 'upi'],
  ],
  ['nobody knows whom', [downtimeFor('card', {})], ['card', 'netbanking', 'upi']],
])('healthy methods: %s', (_what, downtimes, expected) => {
  expect(healthyMethods(downtimes)).toEqual(expected);
});

test.each<[string, Downtime[], boolean]>([
  ['nothing', [], false],
  ['one bank', [downtimeFor('netbanking', { bank: 'HDFC' })], false],
  ['all banks', [downtimeFor('netbanking', { bank: 'ALL' })], true],
  ['all banks, mildly', [downtimeFor('netbanking', { bank: 'ALL' }, { severity: 'medium' })], false],
  ['nobody knows which bank', [downtimeFor('netbanking', {})], false],
  ['all of a method nobody here pays by', [downtimeFor('emandate', { bank: 'ALL' })], false],
  [
    'one bank, and all apps',
    [downtimeFor('netbanking', { bank: 'HDFC' }), downtimeFor('upi', { psp: 'ALL' })],
    true,
  ],
])('a payment request is not announced while down is %s: %s', (_what, downtimes, expected) => {
  expect(downtimeOfRequest(downtimes) !== undefined).toBe(expected);
});

test('an operator reads which one it is', () => {
  const advice = downtimeOfRequest([downtimeFor('upi', { psp: 'ALL' })]);
  expect(advice && instrumentText(advice)).toBe('upi (psp ALL)');
});
