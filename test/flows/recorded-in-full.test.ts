import { expect, test } from 'vitest';
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
} from './support/shop.js';

const stage = useStage({ policy: { writeBack: 'record_payment' } });

test('what is captured beyond an amount that was lowered to what is recorded goes back, and is never recorded', async () => {
  const invoice = await bill(stage());
  const changed = async (change: Readonly<Record<string, unknown>>): Promise<void> => {
    await inTogai(stage(), invoice, change);
    await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
  };
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  const second = await pay(stage(), invoice, 'second');
  await changed({ totalAmount: 300 });
  await until(stage(), invoice, { held: { reason: 'write_back_unverified' } });
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  await until(stage(), invoice, { amountPaid: 30_000, held: { reason: 'write_back_unverified' } });
  const { refunds, writes, togai } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 20_000, payment_id: second.paymentId }]);
  expect(writes.filter(({ kind }) => kind === 'payment')).toMatchObject([{ amount: 30_000 }]);
  expect(togai).toBe('PARTIALLY_PAID');
  // A person sees that it is paid, and says so in Togai.
  await changed({ status: 'PAID' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 30_000 });
});
