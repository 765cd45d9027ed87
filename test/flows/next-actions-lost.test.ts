import { afterAll, expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import { openGate } from './support/gate.js';
import { atTheBank, bill, booksOf, hint, netbanking, outcomeOf } from './support/shop.js';
import { pay, ref, until, useStage, type Billed } from './support/shop.js';

const gate = await openGate();
const stage = useStage({
  throughProxy: (url) => gate.through(url),
  policy: { firstLookSeconds: 3_600 },
});
afterAll(() => gate.close());

function submit(invoice: Billed, attemptId: string): Promise<SubmitPaymentAnswer> {
  return stage().orchestrator.submitPayment({ ...ref(invoice), attemptId, payment: netbanking });
}

/** The first attempt, whose answer never comes. Its request arrives when a test lets it. */
async function submitUnanswered(invoice: Billed) {
  const broken = gate.breakNext('/v1/orders');
  const answer = submit(invoice, 'first');
  const request = await broken;
  expect(await answer).toEqual({ status: 'pending', attemptId: 'first' });
  return request;
}

/** What Razorpay has made of it. */
function lostIn(invoice: Billed) {
  const { orders, payments } = booksOf(stage(), invoice);
  return { orderId: orders[0]?.id ?? '', paymentId: payments[0]?.id ?? '' };
}

/** The caller offers another attempt on the same order, and says that it replaces the one it cannot go on with. */
async function replaceLost(invoice: Billed, lost: ReturnType<typeof lostIn>) {
  await expect(submit(invoice, 'second')).rejects.toMatchObject({ code: 'ATTEMPT_OPEN' });
  const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  expect(second.orderId).toBe(lost.orderId);
  expect(second.paymentId).not.toBe(lost.paymentId);
  return second;
}

test('a payment whose answer was lost is found by a later look: the caller is told, replaces it, and it stays guarded', async () => {
  const invoice = await bill(stage());
  await (await submitUnanswered(invoice)).arrive();
  await hint(stage(), invoice);
  const lost = lostIn(invoice);
  await until(stage(), invoice, { attempts: [{ standing: 'known', paymentId: lost.paymentId }] });
  const told = { status: 'next_actions_lost', attemptId: 'first', ...lost };
  expect(await submit(invoice, 'first')).toEqual(told);
  const second = await replaceLost(invoice, lost);
  expect(await submit(invoice, 'first')).toEqual(told);
  // The money that the old one brings all the same pays the invoice.
  stage().simulator.razorpay.lateAuthorize(lost.paymentId);
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing', amountPaid: 50_000 });
  await atTheBank(stage(), second, 'cancel');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ captured: 50_000, togai: 'PAID', refunds: [] });
});

test('the same by its attempt id, in a run that was started again before anybody had looked', async () => {
  const invoice = await bill(stage());
  const request = await submitUnanswered(invoice);
  await terminate(stage(), invoice);
  await request.arrive();
  const lost = lostIn(invoice);
  expect(await submit(invoice, 'first')).toEqual({
    ...{ status: 'next_actions_lost', attemptId: 'first', ...lost },
  });
  expect(booksOf(stage(), invoice).payments).toHaveLength(1);
  const second = await replaceLost(invoice, lost);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing', amountPaid: 50_000 });
});
