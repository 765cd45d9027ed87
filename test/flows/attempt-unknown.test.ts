import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a payment that nobody finds is unknown after 15 minutes; another may replace it, and it stays guarded', async () => {
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
  // The first request arrives after all, and makes an order of its own.
  await request.arrive();
  await hint(stage, invoice);
  const late = booksOf(stage, invoice).payments.find(({ id }) => id !== second.paymentId);
  const lost = { orderId: late?.order_id, paymentId: late?.id };
  await expect
    .poll(() => submit(invoice, 'first'))
    .toEqual({
      ...{ status: 'next_actions_lost', attemptId: 'first', ...lost },
    });

  await atTheBank(stage, second, 'success');
  stage.simulator.razorpay.lateAuthorize(late?.id ?? '');
  await hint(stage, invoice);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { captured, kept, refunds, togai } = booksOf(stage, invoice);
  expect({ captured, kept, togai }).toEqual({ captured: 100_000, kept: 50_000, togai: 'PAID' });
  expect(refunds).toHaveLength(1);
});
