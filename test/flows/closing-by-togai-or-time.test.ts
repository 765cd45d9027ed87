import { afterAll, beforeAll, expect, test } from 'vitest';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { bill, booksOf, hint, inTogai, netbanking, outcomeOf, pay, ref, until } from './support/shop.js';
import type { Billed } from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage({ capture: 'manual', expireAfterDays: 2 });
});
afterAll(() => stage.close());

const reasons = { voided: 'invoice_voided', expired: 'nobody_paid_in_time' };

test.each([
  ['voided in Togai', 'voided', 'nothing_to_collect', 'cancelled'],
  ['expired', 'expired', 'expired', 'expired'],
] as const)(
  'a payment request that is %s is switched off, takes no attempt, and is watched until no money can come',
  async (_what, because, outcome, page) => {
    const invoice = await bill(stage);
    await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
    const { rounds } = await until(stage, invoice, { state: 'awaiting_customer' });
    const shortUrl = rounds[0]?.shortUrl ?? '';
    // A payment that failed may still turn authorized: for five days the collection cannot end.
    await stage.customer.payHostedInvoice(shortUrl, { method: 'card', outcome: 'failure' });
    if (because === 'expired') await stage.pass('2 days');
    else await inTogai(stage, invoice, { status: 'VOID' });
    await stage.orchestrator.lookAgain(ref(invoice));
    await until(stage, invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
    expect(booksOf(stage, invoice).requests).toMatchObject([{ status: page }]);
    await expect(
      stage.customer.payHostedInvoice(shortUrl, { method: 'card', outcome: 'success' }),
    ).rejects.toThrow();
    await refusesAttempts(invoice);
    await stage.pass('2 days');
    await until(stage, invoice, { state: 'closing' });
    await stage.pass('4 days');
    const reason = reasons[because];
    expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome, reason, amountPaid: 0 });
    expect(booksOf(stage, invoice)).toMatchObject({ captured: 0, requests: [{ status: page }] });
  },
);

/** With the error that a caller knows. */
async function refusesAttempts(invoice: Billed): Promise<void> {
  const attempt = { ...ref(invoice), attemptId: 'late', payment: netbanking };
  await expect(stage.orchestrator.submitPayment(attempt)).rejects.toMatchObject({
    code: 'COLLECTION_CLOSING',
  });
}

test('what a customer still authorizes while an expired collection closes is captured, and pays the invoice', async () => {
  const invoice = await bill(stage);
  await stage.pass('1 days');
  const { paymentId } = await pay(stage, invoice, 'first');
  await stage.pass('2 days');
  await until(stage, invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
  await refusesAttempts(invoice);
  stage.simulator.razorpay.lateAuthorize(paymentId);
  expect(booksOf(stage, invoice).payments).toMatchObject([{ status: 'authorized' }]);
  await hint(stage, invoice);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', keptPaymentIds: [paymentId] });
  expect(booksOf(stage, invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
});
