import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, useStage } from './support/shop.js';

const stage = useStage();

test.each(['allow', 'reject', 'reuse'] as const)(
  'one order and one payment per attempt, also over a terminated run, when the account says %s',
  async (mode) => {
    stage().simulator.razorpay.setReceiptMode(mode);
    const invoice = await bill(stage());
    const first = await pay(stage(), invoice, 'first');
    await atTheBank(stage(), first, 'failure');
    await terminate(stage(), invoice);
    // The new run knows neither order nor payment, and finds both by the receipt.
    const second = await pay(stage(), invoice, 'second');
    expect(second.orderId).toBe(first.orderId);
    await atTheBank(stage(), second, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', orderIds: [first.orderId] });
    expect(booksOf(stage(), invoice)).toMatchObject({
      ...{ orders: [{ id: first.orderId }], togai: 'PAID' },
      payments: [{ id: first.paymentId }, { id: second.paymentId }],
    });
  },
);
