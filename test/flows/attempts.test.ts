import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  intent,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';

const stage = useStage({ policy: { maxAttempts: 2 } });

const submit = (invoice: Parameters<typeof ref>[0], attemptId: string, payment = netbanking) =>
  stage().orchestrator.submitPayment({ ...ref(invoice), attemptId, payment });

test('the same attempt id answers the same, also when asked twice at once', async () => {
  const invoice = await bill(stage());
  const [one, two] = await Promise.all([submit(invoice, 'first'), submit(invoice, 'first')]);
  expect(one.status).toBe('next_actions');
  expect(two).toEqual(one);
  expect(await submit(invoice, 'first')).toEqual(one);
  expect(booksOf(stage(), invoice).payments).toHaveLength(1);
});

test('the same attempt id with other content is refused', async () => {
  const invoice = await bill(stage());
  await submit(invoice, 'first');
  await expect(submit(invoice, 'first', intent)).rejects.toMatchObject({ code: 'ATTEMPT_ID_REUSED' });
  expect(booksOf(stage(), invoice).payments).toHaveLength(1);
});

test('while an attempt is open, another is refused, until the caller says to replace it', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await expect(submit(invoice, 'second')).rejects.toMatchObject({ code: 'ATTEMPT_OPEN' });
  const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  // The replaced one stays guarded: it may still bring money.
  await until(stage(), invoice, { state: 'closing', waitingFor: 'another_attempt_may_still_succeed' });
  await expect(submit(invoice, 'third')).rejects.toMatchObject({ code: 'ALREADY_PAID' });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { refunds, kept } = booksOf(stage(), invoice);
  expect(refunds.map(({ payment_id }) => payment_id)).toEqual([first.paymentId]);
  expect(kept).toBe(50_000);
});

test('two failed attempts are as many as the policy allows', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'failure');
  await atTheBank(stage(), await pay(stage(), invoice, 'second'), 'failure');
  await expect(submit(invoice, 'third')).rejects.toMatchObject({ code: 'ATTEMPT_LIMIT_REACHED' });
  expect(booksOf(stage(), invoice).payments).toHaveLength(2);
});

test('a paid invoice takes no attempt, and a known one still answers the same', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  await expect(submit(invoice, 'second')).rejects.toMatchObject({ code: 'ALREADY_PAID' });
  expect(booksOf(stage(), invoice).payments).toHaveLength(1);
});

test('an invoice that is collected by a payment request takes no attempt, and is paid on its page', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  await expect(submit(invoice, 'first')).rejects.toMatchObject({ code: 'WRONG_MODE' });
  await until(stage(), invoice, { state: 'awaiting_customer', attempts: [], rounds });
  expect(booksOf(stage(), invoice)).toMatchObject({ payments: [], requests: [{ status: 'issued' }] });
  const page = rounds[0]?.shortUrl ?? '';
  await stage().customer.payHostedInvoice(page, { method: 'card', outcome: 'success' });
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ orders: { length: 1 }, payments: { length: 1 } });
});
