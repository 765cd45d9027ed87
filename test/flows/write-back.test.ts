import { expect, test } from 'vitest';
import { overrideInvoice } from '../../testbed/simulator/togai/invoice-override.js';
import { invoiceOf } from '../../testbed/simulator/togai/store.js';
import { atTheBank, bill, booksOf, hint, netbanking, outcomeOf, pay, useStage } from './support/shop.js';

const stage = useStage({ policy: { writeBack: 'record_payment' } });

test('each capture is recorded once, and no status is written', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { writes, togai } = booksOf(stage(), invoice);
  expect(togai).toBe('PAID');
  expect(writes.filter(({ kind }) => kind === 'payment')).toMatchObject([{ amount: 50_000 }]);
  expect(writes.filter(({ by }) => by === 'api')).toEqual([]);
});

test('two partial payments on one order are recorded one after the other', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await expect.poll(() => booksOf(stage(), invoice).togai, { timeout: 20_000 }).toBe('PARTIALLY_PAID');
  const second = await pay(stage(), invoice, 'second');
  expect(second.orderId).toBe(first.orderId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const recorded = booksOf(stage(), invoice).writes.filter(({ kind }) => kind === 'payment');
  expect(recorded.map(({ amount }) => amount)).toEqual([20_000, 30_000]);
});

test('of a capture that is more than what is due any more, only what is due is recorded, and the rest goes back', async () => {
  const invoice = await bill(stage());
  const attempt = await pay(stage(), invoice, 'first');
  const { store } = stage().simulator.togai;
  overrideInvoice(store, invoiceOf(store, invoice.invoiceId), { totalAmount: '300' });
  await atTheBank(stage(), attempt, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 30_000 });
  const { kept, refunds, togai, writes } = booksOf(stage(), invoice);
  expect({ kept, togai }).toEqual({ kept: 30_000, togai: 'PAID' });
  expect(refunds).toMatchObject([{ amount: 20_000 }]);
  expect(writes.filter(({ kind }) => kind === 'payment')).toMatchObject([{ amount: 30_000 }]);
});
