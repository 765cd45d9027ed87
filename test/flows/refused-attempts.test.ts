import { expect, test } from 'vitest';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { bill, card, intent, netbanking, pay, ref, until, useStage, type Billed } from './support/shop.js';

/** Only a hint makes these collections look. */
const stage = useStage({ policy: { firstLookSeconds: 3_600, maxAttempts: 3 } });

const expired = card('4111111111111111', { expiry_month: '10', expiry_year: '20' });

async function submit(invoice: Billed, attemptId: string, payment = expired, replace = false) {
  return stage().orchestrator.submitPayment({ ...ref(invoice), attemptId, payment, replace });
}

async function detailsOf({ connection, invoiceId }: Billed): Promise<string> {
  const { currentDetails } = await stage()
    .client.workflow.getHandle(invoicePaymentWorkflowId(connection, invoiceId))
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  return currentDetails ?? '';
}

test('an expired card: the caller is told what may come next, in the answer and later, and the UI why', async () => {
  const invoice = await bill(stage());
  const answer = await submit(invoice, 'expired');
  expect(answer).toMatchObject({
    ...{ status: 'refused', next: 'another_instrument' },
    refusal: { reason: 'card_expired', class: 'use_another' },
  });
  expect(answer).not.toHaveProperty('paymentId');
  await until(stage(), invoice, {
    attempts: [{ attemptId: 'expired', answer: { next: 'another_instrument' } }],
  });
  const told = 'attempt expired by card refused: card_expired';
  await expect.poll(() => detailsOf(invoice)).toContain(told);
  expect(await detailsOf(invoice)).toContain('Submit another attempt, by another instrument.');
  await pay(stage(), invoice, 'second');
  expect(await submit(invoice, 'expired')).toEqual({ ...answer, next: 'open_attempt' });
  expect(await submit(invoice, 'third', expired, true)).toMatchObject({
    status: 'refused',
    next: 'no_attempt',
  });
  await expect.poll(() => detailsOf(invoice)).toContain('attempt third by card refused');
  expect(await detailsOf(invoice)).not.toContain(told);
});

test('a bank that is not enabled: another, whether Razorpay refuses it or we do', async () => {
  stage().simulator.razorpay.setInstrument({
    ...{ method: 'netbanking', instrument: { bank: 'HDFC' }, as: 'not_enabled' },
  });
  const invoice = await bill(stage());
  const other = { status: 'refused', next: 'another_instrument' };
  const byRazorpay = { ...other, refusal: { reason: 'bank_not_enabled', class: 'fix_integration' } };
  expect(await submit(invoice, 'first', netbanking)).toMatchObject(byRazorpay);
  const byUs = { ...other, refusal: { code: 'INSTRUMENT_DISABLED' } };
  expect(await submit(invoice, 'second', netbanking)).toMatchObject(byUs);
  await expect
    .poll(() => detailsOf(invoice))
    .toContain('attempt second by netbanking refused: INSTRUMENT_DISABLED');
});

test('a request that Razorpay refuses before there is an order', async () => {
  const invoice = await bill(stage(), { razorpayCustomerId: 'cust_AAAAAAAAAAAAAA' });
  const answer = await submit(invoice, 'first', intent);
  expect(answer).toMatchObject({
    status: 'refused',
    next: 'fix_integration',
    refusal: { step: 'order_create' },
  });
  await expect.poll(() => detailsOf(invoice)).toContain('attempt first by upi refused: ');
});
