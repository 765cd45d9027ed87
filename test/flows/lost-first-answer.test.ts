import { afterAll, expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { openGate } from './support/gate.js';
import { harmNext } from './support/harm.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

test.each(['before', 'after'] as const)(
  'a first payment that reaches Razorpay unanswered, %s a cancellation, is waited for and its money kept',
  async (arrives) => {
    const invoice = await bill(stage());
    const broken = gate.breakNext('/v1/orders');
    const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking };
    const submitted = stage().orchestrator.submitPayment(attempt);
    const call = await broken;
    if (arrives === 'before') await call.arrive();
    await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    await submitted;
    await until(stage(), invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
    if (arrives === 'after') await call.arrive();
    const { payments } = booksOf(stage(), invoice);
    expect(payments).toMatchObject([{ status: 'created' }]);
    await hint(stage(), invoice);
    const paymentId = payments[0]?.id ?? '';
    await until(stage(), invoice, { state: 'closing', paymentIds: [paymentId] });
    stage().simulator.razorpay.lateAuthorize(paymentId);
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [paymentId] });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);

/** Razorpay refuses a first request that comes after an order of its receipt, or adds its payment to that order. */
test.each([
  { receipts: 'allow', orders: 2, payments: 2, captured: 100_000, refunds: 1 },
  { receipts: 'reject', orders: 1, payments: 1, captured: 50_000, refunds: 0 },
  // An order takes one payment: the bank gives the other back.
  { receipts: 'reuse', orders: 1, payments: 2, captured: 50_000, refunds: 1 },
] as const)(
  'one that arrives after its run was terminated, and another attempt was made, is kept once, when the account says $receipts',
  async ({ receipts, ...left }) => {
    stage().simulator.razorpay.setReceiptMode(receipts);
    const invoice = await bill(stage());
    const broken = gate.breakNext('/v1/orders');
    const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking };
    const submitted = stage().orchestrator.submitPayment(attempt);
    const call = await broken;
    await submitted;
    await terminate(stage(), invoice);
    const second = await pay(stage(), invoice, 'second');
    await call.arrive();
    const late = booksOf(stage(), invoice).payments.find(({ id }) => id !== second.paymentId);
    if (late) {
      // News of it, so that the run which made the other knows both before either is paid.
      const { id: paymentId, order_id: orderId } = late;
      const news = { evidence: 'webhook', event: 'payment.created', paymentId } as const;
      await stage().orchestrator.sendHint(ref(invoice), { ...news, ...(orderId !== null && { orderId }) });
      await until(stage(), invoice, { paymentIds: expect.arrayContaining([paymentId]) as string[] });
    }
    await atTheBank(stage(), second, 'success');
    if (late) stage().simulator.razorpay.lateAuthorize(late.id);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    const { orders, payments, captured, kept, refunds, togai, writes } = booksOf(stage(), invoice);
    const counts = { orders: orders.length, payments: payments.length, refunds: refunds.length };
    expect({ ...counts, captured }).toEqual(left);
    expect({ kept, togai, writes: writes.length }).toEqual({ kept: 50_000, togai: 'PAID', writes: 1 });
  },
);

test.each(['its caller asks again', 'its caller was waiting'] as const)(
  'one that is on its way when its run is terminated, and %s, is looked for, and not sent again',
  async (how) => {
    const invoice = await bill(stage());
    const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking };
    const waits = how === 'its caller was waiting';
    const isOnItsWay = harmNext(stage(), {
      ...{ provider: 'razorpay', method: 'POST', path: '/orders' },
      ...{ kind: waits ? 'latency' : 'late_commit', delayMs: 4_000 },
    });
    const submitted = stage().orchestrator.submitPayment(attempt);
    const told = waits
      ? expect(submitted).rejects.toMatchObject({ code: 'COLLECTION_ENDED' })
      : expect(submitted).resolves.toMatchObject({ status: 'pending' });
    await isOnItsWay(10_000);
    if (!waits) await told;
    await terminate(stage(), invoice);
    if (waits) await told;
    expect(booksOf(stage(), invoice).payments).toEqual([]);
    expect(await stage().orchestrator.submitPayment(attempt)).toMatchObject({ status: 'pending' });
    await expect.poll(() => booksOf(stage(), invoice).payments, { timeout: 10_000 }).toHaveLength(1);
    await hint(stage(), invoice);
    await until(stage(), invoice, { attempts: [{ attemptId: 'first', standing: 'known' }] });
    expect(await stage().orchestrator.submitPayment(attempt)).toMatchObject({ status: 'next_actions_lost' });
    expect(booksOf(stage(), invoice).payments).toHaveLength(1);
  },
);
