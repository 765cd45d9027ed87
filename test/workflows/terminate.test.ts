import { expect, test } from 'vitest';
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
} from '../flows/support/shop.js';
import { terminate } from './support/runs.js';

const stage = useStage();

test('what was captured before a termination is found by the next run', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  await atTheBank(stage(), answer, 'success');
  await expect(
    stage().orchestrator.waitForOutcome({ ...ref(invoice), timeoutMs: 10_000 }),
  ).rejects.toMatchObject({ code: 'COLLECTION_ENDED' });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    outcome: 'paid',
    paymentIds: [answer.paymentId],
  });
  const { orders, payments, togai } = booksOf(stage(), invoice);
  expect([orders.length, payments.length, togai]).toEqual([1, 1, 'PAID']);
});

test('how an order is captured, which Razorpay does not tell, the next run reads in its notes', async () => {
  const invoice = await bill(stage());
  const payment_config = {
    capture: 'manual',
    capture_options: { manual_expiry_period: 1_440, refund_speed: 'normal' },
  } as const;
  await pay(stage(), invoice, 'first', netbanking, { order: { payment_config } });
  await terminate(stage(), invoice);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { rounds: [{ capture: 'manual', manualExpiryMinutes: 1_440 }] });
});

test('a terminated payment request is taken up again, not sent again', async () => {
  const invoice = await bill(stage());
  const request = { ...ref(invoice), mode: 'payment_request' } as const;
  await stage().orchestrator.collectInvoice(request);
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  await terminate(stage(), invoice);
  await stage().orchestrator.collectInvoice(request);
  const again = await until(stage(), invoice, { state: 'awaiting_customer' });
  expect(again.rounds[0]?.razorpayInvoiceId).toBe(rounds[0]?.razorpayInvoiceId);
  await stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice).requests).toHaveLength(1);
});

test('a run that begins after our own write-back finds the money and ends paid', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  // A second attempt that may still succeed keeps the first run open after its write-back.
  const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  await terminate(stage(), invoice);
  await atTheBank(stage(), second, 'success');
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { refunds, togai, kept, writes } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 50_000 }]);
  expect({ togai, kept, writes: writes.length }).toEqual({ togai: 'PAID', kept: 50_000, writes: 1 });
});

test('an invoice that somebody else has paid is not collected by a new run', async () => {
  const invoice = await bill(stage(), { status: 'PAID' });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    outcome: 'nothing_to_collect',
    reason: 'invoice_paid',
  });
});
