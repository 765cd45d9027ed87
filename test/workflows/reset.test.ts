import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, ref, useStage } from '../flows/support/shop.js';
import { toEveryStep } from './support/resets.js';

const stage = useStage();

test('a paid invoice, reset to any of its steps, is paid once', { timeout: 120_000 }, async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  const isPaidOnce = async (): Promise<void> => {
    await outcomeOf(stage(), invoice);
    const { orders, payments, refunds, kept, togai, writes } = booksOf(stage(), invoice);
    expect({ orders: orders.length, payments: payments.length, refunds, kept, togai }).toEqual({
      ...{ orders: 1, payments: 1, refunds: [], kept: 50_000, togai: 'PAID' },
    });
    expect(writes.filter(({ kind }) => kind === 'status')).toHaveLength(1);
  };
  await toEveryStep(stage(), invoice, isPaidOnce, 3);
});

test(
  'a waiting invoice, reset to any of its steps, still takes its one payment',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await hint(stage(), invoice);
    await expect
      .poll(async () => (await stage().orchestrator.getState(ref(invoice))).looks, { timeout: 20_000 })
      .toBeGreaterThan(0);
    const takesOnePayment = async (): Promise<void> => {
      await hint(stage(), invoice);
      await expect
        .poll(() => stage().orchestrator.getState(ref(invoice)), { timeout: 20_000 })
        .toMatchObject({
          attempts: [{ attemptId: 'first', paymentId: answer.paymentId, standing: 'known' }],
        });
      const { orders, payments } = booksOf(stage(), invoice);
      expect({ orders: orders.length, payments: payments.length }).toEqual({ orders: 1, payments: 1 });
    };
    await toEveryStep(stage(), invoice, takesOnePayment, 3);
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);
