import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import type { PaymentForm } from '../../contracts/requests.js';
import type { InstrumentWish } from '../../testbed/simulator/razorpay/methods.js';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import {
  atTheBank,
  bill,
  booksOf,
  card,
  collectFrom,
  intent,
  netbanking,
  outcomeOf,
  pay,
  ref,
  type Billed,
} from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage({ maxAttempts: 2 });
});
afterAll(() => stage.close());

let changed: Omit<InstrumentWish, 'as'>[] = [];
afterEach(async () => {
  for (const wish of changed) stage.simulator.razorpay.setInstrument({ ...wish, as: 'enabled' });
  changed = [];
  // Past all that the worker remembers of it.
  await stage.pass('31 minutes');
});

function disable(
  method: InstrumentWish['method'],
  instrument: InstrumentWish['instrument'],
  as: 'not_enabled' | 'not_available' = 'not_enabled',
): void {
  stage.simulator.razorpay.setInstrument({ method, instrument, as });
  changed.push({ method, instrument });
}

/** From here on Razorpay would take it again: who is refused all the same was refused without a call. */
function enable(): void {
  for (const wish of changed) stage.simulator.razorpay.setInstrument({ ...wish, as: 'enabled' });
}

function submit(
  invoice: Billed,
  attemptId: string,
  payment: PaymentForm = netbanking,
): Promise<SubmitPaymentAnswer> {
  return stage.orchestrator.submitPayment({ ...ref(invoice), attemptId, payment });
}

const withoutCall = {
  status: 'refused',
  refusal: { code: 'INSTRUMENT_DISABLED', class: 'use_another', concerns: 'instrument' },
};

test('a bank that is not enabled is refused without a call, for every invoice, and the others are named and work', async () => {
  disable('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  const first = await submit(invoice, 'first');
  expect(first).toMatchObject({
    ...{ status: 'refused', refusal: { reason: 'bank_not_enabled', class: 'fix_integration' } },
    alternatives: { methods: ['card', 'netbanking', 'upi'], confirmed: true },
  });
  if (first.status !== 'refused') throw new Error(first.status);
  expect(first.alternatives?.banks).toEqual(expect.arrayContaining(['SBIN', 'ICIC']));
  expect(first.alternatives?.banks).not.toContain('HDFC');
  enable();
  // More than the policy allows: none of them counts, since none was sent.
  for (const attemptId of ['second', 'third', 'fourth']) {
    const { alternatives } = first;
    expect(await submit(invoice, attemptId)).toMatchObject({ ...withoutCall, attemptId, alternatives });
  }
  const other = await bill(stage);
  expect(await submit(other, 'first')).toMatchObject(withoutCall);
  expect(booksOf(stage, other).orders).toEqual([]);
  const { attempts } = await stage.orchestrator.getState(ref(invoice));
  expect(attempts.map(({ answer }) => answer)).toContainEqual(first);

  const taken = await pay(stage, invoice, 'by-sbi', { ...netbanking, method: 'netbanking', bank: 'SBIN' });
  expect(booksOf(stage, invoice)).toMatchObject({ orders: [{ attempts: 1 }], payments: [{ bank: 'SBIN' }] });
  await atTheBank(stage, taken, 'success');
  await stage.pass('15 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
});

test('after its time one payment tries it again, and takes it off the list or renews it', async () => {
  disable('netbanking', { bank: 'HDFC' });
  await submit(await bill(stage), 'first');
  await stage.pass('31 minutes');
  const razorpaysOwn = { status: 'refused', refusal: { reason: 'bank_not_enabled' } };
  expect(await submit(await bill(stage), 'probe')).toMatchObject(razorpaysOwn);
  enable();
  expect(await submit(await bill(stage), 'renewed')).toMatchObject(withoutCall);
  await stage.pass('31 minutes');
  await pay(stage, await bill(stage), 'probe');
  await pay(stage, await bill(stage), 'next');
});

test('a bank that is not available is tried again after five minutes', async () => {
  disable('netbanking', { bank: 'HDFC' }, 'not_available');
  expect(await submit(await bill(stage), 'first')).toMatchObject({
    refusal: { reason: 'bank_not_available', class: 'wait' },
  });
  enable();
  expect(await submit(await bill(stage), 'second')).toMatchObject(withoutCall);
  await stage.pass('5 minutes');
  await pay(stage, await bill(stage), 'third');
});

test('a card network that is not enabled leaves the other networks alone', async () => {
  disable('card', { network: 'VISA' });
  const invoice = await bill(stage);
  expect(await submit(invoice, 'visa', card())).toMatchObject({
    refusal: { reason: 'card_network_not_enabled' },
    alternatives: { networks: ['AMEX', 'DICL', 'MC', 'MAES', 'RUPAY'] },
  });
  expect(await submit(invoice, 'other-visa', card('4718609108204366'))).toMatchObject(withoutCall);
  await pay(stage, invoice, 'rupay', card('6527658900001005'));
});

test.each<
  [string, InstrumentWish['instrument'], 'not_enabled' | 'not_available', PaymentForm, PaymentForm, string[]]
>([
  ['collect requests', { flow: 'collect' }, 'not_enabled', collectFrom('asha@ybl'), intent, ['intent']],
  ['intents', { flow: 'intent' }, 'not_enabled', intent, collectFrom('asha@ybl'), ['collect']],
  [
    'one app',
    { vpa_handle: 'ybl' },
    'not_available',
    collectFrom('asha@ybl'),
    collectFrom('asha@oksbi'),
    ['intent', 'collect'],
  ],
])('UPI without %s goes on by the other way', async (_what, instrument, as, refused, works, flows) => {
  disable('upi', instrument, as);
  const invoice = await bill(stage);
  expect(await submit(invoice, 'first', refused)).toMatchObject({
    ...{ status: 'refused', alternatives: { methods: ['card', 'netbanking', 'upi'], flows } },
  });
  expect(await submit(invoice, 'second', refused)).toMatchObject(withoutCall);
  await pay(stage, invoice, 'third', works);
});

test('a method that is not enabled leaves the others', async () => {
  disable('netbanking', {});
  const invoice = await bill(stage);
  const alternatives = { methods: ['card', 'upi'], confirmed: true };
  expect(await submit(invoice, 'first')).toMatchObject({
    refusal: { reason: 'payment_method_not_enabled' },
    alternatives,
  });
  const sbi: PaymentForm = { ...netbanking, method: 'netbanking', bank: 'SBIN' };
  expect(await submit(invoice, 'second', sbi)).toMatchObject({ ...withoutCall, alternatives });
  await pay(stage, invoice, 'third', intent);
});
