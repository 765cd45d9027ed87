import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { atTheBank, bill, booksOf, hint, netbanking, outcomeOf } from './support/shop.js';
import { pay, ref, until, type Billed } from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage();
});
afterAll(() => stage.close());

function submit(invoice: Billed, attemptId: string): Promise<SubmitPaymentAnswer> {
  return stage.orchestrator.submitPayment({ ...ref(invoice), attemptId, payment: netbanking });
}

/**
 * What a first request leaves that arrives when there is an order of the same receipt: Razorpay refuses it and names that
 * order, or adds its payment to it, of which an order takes only one.
 */
const accounts = [
  { receipts: 'allow', orders: 2, payments: 2, captured: 100_000, refunds: 1 },
  { receipts: 'reject', orders: 1, payments: 1, captured: 50_000, refunds: 0 },
  { receipts: 'reuse', orders: 1, payments: 2, captured: 50_000, refunds: 1 },
] as const;

describe.each(accounts)('in an account that says $receipts', ({ receipts, ...left }) => {
  test('a payment that nobody finds is unknown after 15 minutes; another may replace it, and it stays guarded', async () => {
    stage.simulator.razorpay.setReceiptMode(receipts);
    const invoice = await bill(stage);
    const broken = stage.gate.breakNext('/v1/orders');
    const answer = submit(invoice, 'first');
    const request = await broken;
    const pending = { status: 'pending', attemptId: 'first' };
    expect(await answer).toEqual(pending);
    await stage.pass('13 minutes');
    await until(stage, invoice, { attempts: [{ attemptId: 'first', standing: 'searching' }] });
    expect(await submit(invoice, 'first')).toEqual(pending);
    await stage.pass('3 minutes');
    await until(stage, invoice, { attempts: [{ attemptId: 'first', standing: 'unknown' }] });
    expect(await submit(invoice, 'first')).toEqual({ status: 'unknown', attemptId: 'first' });
    expect(booksOf(stage, invoice).orders).toEqual([]);

    await expect(submit(invoice, 'second')).rejects.toMatchObject({ code: 'ATTEMPT_OPEN' });
    const second = await pay(stage, invoice, 'second', netbanking, { replace: true });
    // The first request arrives after all.
    await request.arrive();
    await hint(stage, invoice);
    const late = booksOf(stage, invoice).payments.find(({ id }) => id !== second.paymentId);
    const lost = { status: 'next_actions_lost', orderId: late?.order_id, paymentId: late?.id };
    const told = { attemptId: 'first', ...(late ? lost : { status: 'unknown' }) };
    await expect.poll(() => submit(invoice, 'first')).toEqual(told);

    await atTheBank(stage, second, 'success');
    if (late) stage.simulator.razorpay.lateAuthorize(late.id);
    await hint(stage, invoice);
    // One that nobody finds may come as long as a bank may take.
    if (!late) await until(stage, invoice, { state: 'closing', amountPaid: 50_000 });
    if (!late) await stage.pass('6 days');
    expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expectKept(invoice, left);
  });
});

/** The books, and that what is due is kept, and told to Togai, once. */
function expectKept(invoice: Billed, left: Readonly<Record<string, number | string>>): void {
  const { orders, payments, captured, kept, refunds, togai, writes } = booksOf(stage, invoice);
  const counts = { orders: orders.length, payments: payments.length, refunds: refunds.length };
  expect({ ...counts, captured }).toEqual(left);
  expect({ kept, togai, writes: writes.length }).toEqual({ kept: 50_000, togai: 'PAID', writes: 1 });
}
