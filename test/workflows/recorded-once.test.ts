import { expect, test } from 'vitest';
import { noteKeys } from '../../contracts/names.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { foreignPayment, heldStray, strayOf } from '../flows/support/late.js';
import { toEveryStep } from './support/resets.js';
import { terminate } from './support/runs.js';

// What an earlier run may have sent is given three seconds to show.
const stage = useStage({ policy: { writeBack: 'record_payment', unknownAfterMinutes: 0.05 } });

function recorded(invoice: Billed): (number | undefined)[] {
  const { writes } = booksOf(stage(), invoice);
  return writes.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount);
}

test('a part that a terminated run has recorded is not recorded again, and the rest is collected', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  expect(recorded(invoice)).toEqual([20_000]);
  await terminate(stage(), invoice);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'collecting_rest', amountDue: { amount: 50_000 } });
  const second = await pay(stage(), invoice, 'second');
  expect(second.orderId).toBe(first.orderId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([20_000, 30_000]);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
});

test('the whole that a terminated run has recorded is not recorded again', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  // A second attempt that may still succeed keeps the first run open after its record.
  const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  expect(recorded(invoice)).toEqual([50_000]);
  await terminate(stage(), invoice);
  await atTheBank(stage(), second, 'failure');
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([50_000]);
});

test('a part paid on the hosted page, which carries no attempt id, is not recorded again', async () => {
  const invoice = await bill(stage());
  const request = { ...ref(invoice), mode: 'payment_request' } as const;
  await stage().orchestrator.collectInvoice(request);
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  await inTogai(stage(), invoice, { totalAmount: 1_000 });
  await stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest', amountDue: { amount: 100_000 } });
  await terminate(stage(), invoice);
  await stage().orchestrator.collectInvoice(request);
  await until(stage(), invoice, { amountPaid: 50_000, amountDue: { amount: 100_000 } });
  expect(recorded(invoice)).toEqual([50_000]);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PARTIALLY_PAID' });
});

test('a part that a person gave to the invoice is not recorded again when it is given again', async () => {
  const invoice = await bill(stage(), { amount: 80_000 });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  const { connection, invoiceId } = invoice;
  const paymentId = await foreignPayment(stage(), {
    ...{ [noteKeys.connection]: connection, [noteKeys.invoiceId]: invoiceId },
  });
  const accept = async (): Promise<void> => {
    await stage().orchestrator.reportStrayPayment({ connection, paymentId });
    await heldStray(stage(), paymentId);
    await stage().orchestrator.acceptStrayPayment({ connection, paymentId });
    await strayOf(stage(), paymentId);
  };
  await accept();
  await until(stage(), invoice, { state: 'collecting_rest' });
  expect(recorded(invoice)).toEqual([50_000]);
  await terminate(stage(), invoice);
  await accept();
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'partially_paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([50_000]);
});

test('what a terminated run has recorded is not sent back when an older payment comes late and covers the rest', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const older = await pay(stage(), invoice, 'older', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), older, 'failure');
  await hint(stage(), invoice);
  await until(stage(), invoice, { looks: 1 });
  // Razorpay counts whole seconds: the two must not be of the same one.
  await stage().simulator.clock.advance(2_000);
  const younger = await pay(stage(), invoice, 'younger', { ...netbanking, amount: 30_000 });
  await atTheBank(stage(), younger, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  await terminate(stage(), invoice);
  stage().simulator.razorpay.lateAuthorize(older.paymentId);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([30_000, 20_000]);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
});

test('parts that the steps before a reset have recorded are no surplus', { timeout: 120_000 }, async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  await atTheBank(stage(), await pay(stage(), invoice, 'second'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  await toEveryStep(stage(), invoice, async () => {
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(recorded(invoice)).toEqual([20_000, 30_000]);
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  });
});
