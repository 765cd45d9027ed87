import { expect, test } from 'vitest';
import type { PaymentDetails } from '../../contracts/payment-request.js';
import { CardSecret } from '../../platform/vault/card-secret.js';
import type { PaymentToMake } from '../../activities/make-payment.js';
import { netbanking, pay } from './support/payments.js';
import { createWorld, made, type World } from './support/world.js';

const off = { method: 'netbanking', instrument: { bank: 'HDFC' }, as: 'not_enabled' } as const;

function asked({ proxy }: World, what: string): number {
  return proxy.seen.filter((seen) => seen === what).length;
}

const payments = 'POST /v1/orders';
const methods = 'GET /v1/methods';

function again(first: PaymentToMake, attemptId: string, orderId?: string): PaymentToMake {
  return { ...first, attemptId, orderId, searched: true };
}

test('a refused bank is not asked again, and each answer says which others work', async () => {
  const world = await createWorld();
  const input = await netbanking(world);
  world.simulator.razorpay.setInstrument(off);
  const refused = await pay(world, input);
  expect(refused).toMatchObject({
    ...{ kind: 'refused', refusal: { reason: 'bank_not_enabled', concerns: 'instrument' } },
    alternatives: { methods: ['card', 'netbanking', 'upi'], confirmed: true },
  });
  if (refused.kind !== 'refused') throw new Error(refused.kind);
  expect(refused.alternatives?.banks).toContain('SBIN');
  expect(refused.alternatives?.banks).not.toContain('HDFC');

  world.simulator.razorpay.setInstrument({ ...off, as: 'enabled' });
  const second = await pay(world, again(input, 'attempt-2', refused.orderId));
  expect(second).toMatchObject({
    ...{ kind: 'refused', orderId: refused.orderId, alternatives: refused.alternatives },
    refusal: {
      ...{ code: 'INSTRUMENT_DISABLED', class: 'use_another', concerns: 'instrument' },
      description: 'netbanking (bank HDFC): bank_not_enabled',
    },
  });
  expect([asked(world, payments), asked(world, methods)]).toEqual([1, 1]);

  const payment: PaymentDetails = { ...input.payment, method: 'netbanking', bank: 'SBIN' };
  const other = await pay(world, { ...again(input, 'attempt-3', refused.orderId), payment });
  expect(other.kind).toBe('created');
  await world.simulator.clock.advance(30 * 60_000);
  expect((await pay(world, again(input, 'attempt-4', refused.orderId))).kind).toBe('created');
});

test('a payment that is taken, or refused for another reason, asks nothing more', async () => {
  const world = await createWorld();
  const input = await netbanking(world);
  world.simulator.razorpay.refuseNextAtGateway(1);
  const refused = await pay(world, input);
  expect(refused.kind).toBe('refused');
  expect(refused).not.toHaveProperty('alternatives');
  await pay(world, again({ ...input, round: 2 }, 'attempt-2'));
  expect([asked(world, methods), asked(world, 'GET /v1/payments/downtimes')]).toEqual([0, 0]);
});

test('what an earlier try has made is found before its bank is refused', async () => {
  const world = await createWorld();
  const input = await netbanking(world);
  const earlier = await pay(world, input);
  if (earlier.kind !== 'created') throw new Error(earlier.kind);
  world.simulator.razorpay.setInstrument(off);
  expect((await pay(world, again({ ...input, round: 2 }, 'attempt-2'))).kind).toBe('refused');
  expect(await pay(world, { ...input, orderId: earlier.orderId })).toMatchObject({
    ...{ kind: 'adopted', paymentId: earlier.paymentId },
  });
});

test.each([
  ['fails', { status: 503 }],
  ['is throttled', { status: 429 }],
  ['is lost', 'lose_answer'],
] as const)('without Razorpay’s word, since it %s, only what is known is told', async (_what, fault) => {
  const world = await createWorld();
  const input = await netbanking(world);
  world.simulator.razorpay.setInstrument({ ...off, instrument: {} });
  world.proxy.next(/methods/, fault);
  expect(await pay(world, input)).toMatchObject({
    ...{ kind: 'refused', refusal: { reason: 'payment_method_not_enabled' } },
    alternatives: { methods: ['card', 'upi'], confirmed: false },
  });
});

test('the answer waits a second at most for what is enabled, and not at all when the try is late', async () => {
  const world = await createWorld();
  const input = await netbanking(world);
  world.simulator.razorpay.setInstrument(off);
  world.simulator.faults.add({
    ...{ provider: 'razorpay', path: '/methods', kind: 'latency', times: 1, delayMs: 60_000 },
  });
  const begun = performance.now();
  expect(await pay(world, input)).toMatchObject({ alternatives: { confirmed: false } });
  expect(performance.now() - begun).toBeLessThan(2_500);
  // Past what was not told, and what was refused.
  await world.simulator.clock.advance(30 * 60_000);
  let looks = 0;
  const isLate = () => (looks += 1) > 1;
  const late = await pay(world, { ...again({ ...input, round: 2 }, 'attempt-2'), isLate });
  expect(late).toMatchObject({ kind: 'refused', alternatives: { confirmed: false } });
  expect(asked(world, methods)).toBe(1);
});

test('a method that is down as a whole is no alternative', async () => {
  const world = await createWorld();
  const input = await netbanking(world);
  const { razorpay } = world.simulator;
  razorpay.setInstrument(off);
  razorpay.startDowntime({ method: 'upi', instrument: { psp: 'ALL' }, severity: 'medium' });
  expect(await pay(world, input)).toMatchObject({ alternatives: { methods: ['card', 'netbanking'] } });
});

test('the card of a payment that was not sent stays in the vault', async () => {
  const world = await createWorld();
  const input = await netbanking(world);
  const byCard = async (number: string, network: 'VISA' | 'RUPAY'): Promise<PaymentDetails> => {
    const details = { number, name: 'Asha', expiry_month: '12', expiry_year: '40', cvv: '123' };
    const reference = await world.vault.put(CardSecret.card(details), 60_000);
    const { email, contact, ip } = input.payment;
    return { ...{ email, contact, ip, network }, method: 'card', card: reference };
  };
  const { razorpay } = world.simulator;
  razorpay.setInstrument({ method: 'card', instrument: { network: 'VISA' }, as: 'not_enabled' });
  const visa = await byCard('4111111111111111', 'VISA');
  expect(await pay(world, { ...input, payment: visa })).toMatchObject({
    refusal: { reason: 'card_network_not_enabled' },
  });
  const other = {
    ...again({ ...input, round: 2 }, 'attempt-2'),
    payment: await byCard('4111111111111111', 'VISA'),
  };
  expect(await pay(world, other)).toMatchObject({ refusal: { code: 'INSTRUMENT_DISABLED' } });
  expect(made(world)).toEqual({ orders: 1, payments: 0 });
  const rupay = await byCard('6527658900001005', 'RUPAY');
  expect((await pay(world, { ...again({ ...input, round: 3 }, 'attempt-3'), payment: rupay })).kind).toBe(
    'created',
  );
  razorpay.setInstrument({ method: 'card', instrument: { network: 'VISA' }, as: 'enabled' });
  await world.simulator.clock.advance(30 * 60_000);
  expect((await pay(world, { ...other, attemptId: 'attempt-4' })).kind).toBe('created');
});
