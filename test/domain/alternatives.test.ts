import { expect, test } from 'vitest';
import type { Downtime } from '../../contracts/downtime.js';
import type { Alternatives, EnabledInstruments, Instrument } from '../../contracts/instruments.js';
import type { PaymentMethod } from '../../contracts/payment-request.js';
import { alternativesTo } from '../../domain/alternatives.js';

const all: EnabledInstruments = {
  card: ['VISA', 'MC'],
  netbanking: ['HDFC', 'SBIN'],
  upi: ['intent', 'collect'],
};
const every = ['card', 'netbanking', 'upi'] as const;

interface Case {
  readonly of: PaymentMethod;
  readonly enabled?: Partial<EnabledInstruments>;
  readonly disabled?: readonly Instrument[];
  readonly down?: readonly Pick<Downtime, 'method' | 'instrument' | 'severity'>[];
}

test.each<[string, Case, Omit<Alternatives, 'confirmed'>]>([
  [
    'other banks, and other methods',
    { of: 'netbanking', disabled: [{ method: 'netbanking', instrument: { bank: 'HDFC' } }] },
    { methods: every, banks: ['SBIN'] },
  ],
  [
    'other card networks',
    { of: 'card', disabled: [{ method: 'card', instrument: { network: 'VISA' } }] },
    { methods: every, networks: ['MC'] },
  ],
  [
    'the other way through UPI',
    { of: 'upi', disabled: [{ method: 'upi', instrument: { flow: 'collect' } }] },
    { methods: every, flows: ['intent'] },
  ],
  [
    'both, when one app is away',
    { of: 'upi', disabled: [{ method: 'upi', instrument: { vpa_handle: 'ybl' } }] },
    { methods: every, flows: ['intent', 'collect'] },
  ],
  [
    'another method alone, when the whole method is off',
    { of: 'card', disabled: [{ method: 'card', instrument: {} }] },
    { methods: ['netbanking', 'upi'] },
  ],
  [
    'no method of which nothing is left',
    {
      of: 'netbanking',
      enabled: { card: [], upi: ['collect'] },
      disabled: [
        { method: 'netbanking', instrument: { bank: 'HDFC' } },
        { method: 'netbanking', instrument: { bank: 'SBIN' } },
        { method: 'upi', instrument: { flow: 'collect' } },
      ],
    },
    { methods: [] },
  ],
  [
    'no method that is down as a whole',
    { of: 'card', down: [{ method: 'card', instrument: { network: 'ALL' }, severity: 'medium' }] },
    { methods: ['netbanking', 'upi'] },
  ],
  [
    'no bank that is down, unless mildly',
    {
      of: 'netbanking',
      enabled: { netbanking: ['HDFC', 'SBIN', 'ICIC'] },
      down: [
        { method: 'netbanking', instrument: { bank: 'HDFC' }, severity: 'high' },
        { method: 'netbanking', instrument: { bank: 'SBIN' }, severity: 'low' },
      ],
    },
    { methods: every, banks: ['SBIN', 'ICIC'] },
  ],
  [
    'no list that Razorpay did not tell',
    { of: 'netbanking', enabled: { netbanking: undefined } },
    { methods: every },
  ],
])('%s', (_what, { of, enabled, disabled = [], down = [] }, expected) => {
  const downtimes = down.map((one) => ({ ...one, begin: undefined }));
  const known = { disabled, downtimes };
  expect(alternativesTo(of, { ...all, ...enabled }, known)).toEqual({ ...expected, confirmed: true });
});

test('without Razorpay’s word, what is known to fail is left out, and the rest is not confirmed', () => {
  const disabled = [
    { method: 'card', instrument: {} },
    { method: 'netbanking', instrument: { bank: 'HDFC' } },
    { method: 'upi', instrument: { flow: 'intent' } },
  ] as const;
  const known = { disabled, downtimes: [] };
  const methods = ['netbanking', 'upi'];
  expect(alternativesTo('netbanking', undefined, known)).toEqual({ methods, confirmed: false });
  expect(alternativesTo('upi', undefined, known)).toEqual({ methods, flows: ['collect'], confirmed: false });
});
