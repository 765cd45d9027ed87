import { describe, expect, test } from 'vitest';
import type { PaymentToMake } from '../../activities/make-payment.js';
import type { Round } from '../../contracts/collection.js';
import { kept } from '../../domain/sums.js';
import { netbanking, paid, pay, roundOf } from './support/payments.js';
import { createWorld, type World } from './support/world.js';

async function attempt(world: World, change: Partial<PaymentToMake> = {}) {
  const created = await paid(world, { ...(await netbanking(world)), ...change });
  return { ...created, bankPage: created.next[0]?.url ?? '' };
}

const look = (
  world: World,
  rounds: readonly Round[],
  discover = false,
  info: { readonly attempt: number; readonly isLocal?: boolean } = { attempt: 1 },
) =>
  world.run(
    'look',
    { ...{ connection: 'main', invoiceId: 'inv.1.a', duplicates: [] }, rounds, discover },
    info,
  );

describe('a round whose order is known', () => {
  test('costs one call and tells its payment', async () => {
    const world = await createWorld();
    const { orderId, paymentId, bankPage } = await attempt(world);
    await world.shopper.followRedirect(bankPage, 'success', { post: false });
    world.proxy.seen.length = 0;
    const facts = await look(world, [roundOf(orderId)]);
    expect(world.proxy.seen).toEqual([`GET /v1/orders/${orderId}/payments`]);
    expect(facts.orders).toMatchObject([
      {
        round: 1,
        orderId,
        amount: 50_000,
        currency: 'INR',
        payments: [
          {
            paymentId,
            orderId,
            amount: 50_000,
            status: 'captured',
            method: 'netbanking',
            refunded: 0,
            attemptId: 'attempt-1',
          },
        ],
      },
    ]);
    expect(facts.orders[0]?.payments[0]).toMatchObject({ failure: undefined, differsByFeeOrOffer: false });
  });

  test('while Razorpay is strained, a read inside a workflow task is left to the queue without a call', async () => {
    const world = await createWorld();
    const { orderId } = await attempt(world);
    const locally = () => look(world, [roundOf(orderId)], false, { attempt: 1, isLocal: true });
    const payments = `GET /v1/orders/${orderId}/payments`;
    world.proxy.seen.length = 0;
    expect((await locally()).orders).toHaveLength(1);
    world.proxy.next(/payments/, { status: 429 });
    await expect(locally()).rejects.toMatchObject({ type: 'PROVIDER_THROTTLED' });
    await expect(locally()).rejects.toMatchObject({ type: 'PROVIDER_THROTTLED' });
    expect(world.proxy.seen).toEqual([payments, payments]);
    expect((await look(world, [roundOf(orderId)])).orders).toHaveLength(1);
  });

  test('a failed payment is classified', async () => {
    const world = await createWorld();
    const { orderId, bankPage } = await attempt(world);
    await world.shopper.followRedirect(bankPage, 'failure', { post: false });
    const facts = await look(world, [roundOf(orderId)]);
    const failure = facts.orders[0]?.payments[0]?.failure;
    expect(failure?.description).not.toBe('');
    expect(['retry_same', 'use_another', 'wait']).toContain(failure?.class);
  });

  test('of failed payments that name no attempt the newest hundred are told, and the others counted until one is none', async () => {
    const world = await createWorld();
    const { orderId, paymentId, bankPage } = await attempt(world);
    await world.shopper.followRedirect(bankPage, 'failure', { post: false });
    const own = world.simulator.razorpay.state.payments.get(paymentId)?.entity;
    if (!own) throw new Error('Razorpay has the attempt');
    const onPage = Array.from({ length: 2_000 }, (_, index) => ({
      ...{ ...own, id: `pay_${String(index).padStart(14, '0')}`, notes: [] },
      created_at: own.created_at + index,
    }));
    const told = async (items: readonly object[]) => {
      world.proxy.next(/payments/, { status: 200, json: { entity: 'collection', items } });
      return (await look(world, [roundOf(orderId)])).orders[0];
    };
    const newest = onPage.slice(-100).map(({ id }) => id);
    const order = await told([...onPage.toReversed(), own]);
    expect(order?.olderFailures).toBe(1_900);
    expect(order?.payments.map((payment) => payment.paymentId)).toEqual([...newest.toReversed(), paymentId]);
    expect(JSON.stringify(order).length).toBeLessThan(100_000);
    const late = onPage.map((payment, index) =>
      index === 7 ? { ...payment, status: 'authorized' } : payment,
    );
    const after = await told(late);
    expect(after?.payments[0]).toMatchObject({ paymentId: onPage[7]?.id, status: 'authorized' });
    expect(after).toMatchObject({ olderFailures: 1_899, payments: { length: 101 } });
    expect(await told(onPage.slice(0, 100))).not.toHaveProperty('olderFailures');
  });

  test('refunds that did not fail are counted, and only asked for where there are any', async () => {
    const world = await createWorld();
    const { orderId, paymentId, bankPage } = await attempt(world);
    await world.shopper.followRedirect(bankPage, 'success', { post: false });
    const refund = { paymentId, cause: 'surplus', try: 1, speed: 'normal' as const };
    const amount = { amount: 20_000, currency: 'INR', exponent: 2 };
    await world.run('refundPayment', { connection: 'main', invoiceId: 'inv.1.a', amount, ...refund });
    expect((await look(world, [roundOf(orderId)])).orders[0]?.payments[0]?.refunded).toBe(20_000);
    const [record] = world.simulator.razorpay.state.refunds.values();
    Object.assign(record!.entity, { status: 'failed' });
    expect((await look(world, [roundOf(orderId)])).orders[0]?.payments[0]?.refunded).toBe(0);
  });

  test.each(['captured', 'never captured'] as const)(
    'a %s payment that went back is not kept, although the list of refunds is behind',
    async (was) => {
      const world = await createWorld();
      const { orderId, paymentId, bankPage } = await attempt(world);
      await world.shopper.followRedirect(bankPage, 'success', { post: false });
      const payment = world.simulator.razorpay.state.payments.get(paymentId)!.entity;
      Object.assign(payment, { captured: was === 'captured', status: 'refunded', amount_refunded: 50_000 });
      const facts = await look(world, [roundOf(orderId)]);
      expect(facts.orders[0]?.payments[0]).toMatchObject({
        status: 'refunded',
        refunded: 50_000,
        refunds: [],
      });
      expect(kept(facts)).toBe(0);
    },
  );

  test('what Razorpay sums up may count a refund that failed, and one that is not listed', async () => {
    const world = await createWorld();
    const { orderId, paymentId, bankPage } = await attempt(world);
    await world.shopper.followRedirect(bankPage, 'success', { post: false });
    const refund = { paymentId, cause: 'surplus', speed: 'normal' as const };
    const amount = { amount: 20_000, currency: 'INR', exponent: 2 };
    for (const number of [0, 1])
      await world.run('refundPayment', {
        ...{ connection: 'main', invoiceId: 'inv.1.a', amount, ...refund, try: number },
      });
    const { payments, refunds } = world.simulator.razorpay.state;
    const [failed] = refunds.values();
    Object.assign(failed!.entity, { status: 'failed' });
    const refunded = async (sum: number): Promise<number | undefined> => {
      Object.assign(payments.get(paymentId)!.entity, { amount_refunded: sum });
      return (await look(world, [roundOf(orderId)])).orders[0]?.payments[0]?.refunded;
    };
    expect(await refunded(40_000)).toBe(20_000);
    expect(await refunded(20_000)).toBe(20_000);
    expect(await refunded(45_000)).toBe(25_000);
  });

  test.each([
    ['what it takes', { takes: 20_000, of: 50_000 }, { po_takes: '20000', po_of: '50000' }],
    ['what an older version kept', { keep: 30_000 }, { po_keep: '30000' }],
  ] as const)('a refund for the merchant carries %s', async (_, mark, notes) => {
    const world = await createWorld();
    const { orderId, paymentId, bankPage } = await attempt(world);
    await world.shopper.followRedirect(bankPage, 'success', { post: false });
    const amount = { amount: 20_000, currency: 'INR', exponent: 2 };
    const merchant = { refundId: 'r-1', ...mark, reason: undefined };
    const of = { connection: 'main', invoiceId: 'inv.1.a', paymentId, amount };
    await world.run('refundPayment', { ...of, cause: 'merchant/r-1', try: 0, speed: 'normal', merchant });
    const [record] = world.simulator.razorpay.state.refunds.values();
    expect(record?.entity.notes).toMatchObject(notes);
    expect((await look(world, [roundOf(orderId)])).orders[0]?.payments[0]?.refunds).toMatchObject([
      { merchant: { refundId: 'r-1', ...mark } },
    ]);
  });

  test('a payment for another sum than its order differs by a fee or an offer', async () => {
    const world = await createWorld();
    const { orderId } = await attempt(world);
    const amount = { amount: 49_000, currency: 'INR', exponent: 2 };
    const [whole, partial] = await Promise.all([
      look(world, [roundOf(orderId, { amount })]),
      look(world, [roundOf(orderId, { amount, partialPayment: true })]),
    ]);
    expect(whole.orders[0]?.payments[0]?.differsByFeeOrOffer).toBe(true);
    expect(partial.orders[0]?.payments[0]?.differsByFeeOrOffer).toBe(false);
  });
});

describe('discovery by receipt', () => {
  test('a restarted run finds all its rounds, and nothing beyond', async () => {
    const world = await createWorld();
    const first = await attempt(world);
    const second = await attempt(world, { round: 2, attemptId: 'a2' });
    const facts = await look(world, [], true);
    expect(facts.orders.map(({ round, orderId, payments }) => [round, orderId, payments.length])).toEqual([
      [1, first.orderId, 1],
      [2, second.orderId, 1],
    ]);
    expect(facts.foreignOrders).toEqual([]);
  });

  test('disputes of what an earlier run left captured are listed, and of nothing else', async () => {
    const world = await createWorld();
    const { orderId, paymentId, bankPage } = await attempt(world);
    const calls = () => world.proxy.seen.filter((seen) => seen.startsWith('GET /v1/disputes')).length;
    await look(world, [], true);
    expect(calls()).toBe(0);
    await world.shopper.followRedirect(bankPage, 'success', { post: false });
    expect(await look(world, [], true)).not.toHaveProperty('disputes');
    const { id } = world.simulator.razorpay.openDispute({ paymentId });
    expect((await look(world, [], true)).disputes).toMatchObject([{ disputeId: id, paymentId }]);
    expect(calls()).toBe(2);
    for (const known of [orderId, undefined])
      expect(await look(world, [roundOf(known)], true)).not.toHaveProperty('disputes');
    expect(calls()).toBe(2);
  });

  test('a lost order is found for the round that misses it', async () => {
    const world = await createWorld();
    const input = await netbanking(world);
    world.proxy.next(/^POST \/v1\/orders/, 'lose_answer');
    await expect(pay(world, input)).rejects.toMatchObject({ type: 'OUTCOME_UNKNOWN' });
    const facts = await look(world, [roundOf(undefined)], true);
    expect(facts.orders).toMatchObject([{ round: 1, payments: [{ attemptId: 'attempt-1' }] }]);
  });

  test('an order of ours is told with its own amount, whatever the run believes that the round was for', async () => {
    const world = await createWorld();
    const { orderId } = await attempt(world);
    const other = roundOf(undefined, { amount: { amount: 1, currency: 'INR', exponent: 2 } });
    const facts = await look(world, [other], true);
    expect(facts.orders).toMatchObject([{ round: 1, orderId, amount: 50_000 }]);
    expect(facts.foreignOrders).toEqual([]);
  });

  test('payment requests are found with their orders', async () => {
    const world = await createWorld();
    const { customerId, amount } = await netbanking(world);
    const issued = await world.run('issuePaymentRequest', {
      connection: 'main',
      invoiceId: 'inv.1.a',
      round: 1,
      amount,
      customerId,
      expireBy: world.simulator.clock.seconds() + 86_400,
      notifyBySms: false,
      notifyByEmail: false,
    });
    if (issued.kind !== 'issued') throw new Error(issued.kind);
    const { razorpayInvoiceId, orderId, shortUrl } = issued;
    const facts = await look(world, [], true);
    expect(facts.foreignOrders).toEqual([]);
    expect(facts.razorpayInvoices).toEqual([
      { round: 1, razorpayInvoiceId, orderId, shortUrl, status: 'issued' },
    ]);
    expect(facts.orders).toMatchObject([{ round: 1, orderId, amount: 50_000, payments: [] }]);
    const known = roundOf(orderId, { mode: 'payment_request', razorpayInvoiceId });
    expect((await look(world, [known])).razorpayInvoices).toEqual(facts.razorpayInvoices);
  });
});
