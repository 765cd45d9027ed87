import { describe, expect, test } from 'vitest';
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
  type Billed,
} from '../flows/support/shop.js';
import { toEveryStep } from './support/resets.js';
import { terminate } from './support/runs.js';

describe.each(['mark_paid', 'record_payment'] as const)('where the policy is to %s', (writeBack) => {
  const stage = useStage({ policy: { writeBack, unknownAfterMinutes: 0.05, lateWindowDays: 0 } });

  /** Paid and told to Togai; another attempt keeps the collection open. */
  async function paid() {
    const invoice = await bill(stage());
    const { paymentId, ...first } = await pay(stage(), invoice, 'first');
    const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
    await atTheBank(stage(), { paymentId, ...first }, 'success');
    await hint(stage(), invoice);
    await until(stage(), invoice, { state: 'closing', amountPaid: 50_000 });
    return { ...invoice, second, wish: { ...ref(invoice), paymentId, refundId: 'goodwill', amount: 20_000 } };
  }

  /** The merchant's refund is done, and the attempt beside it over: nothing keeps the collection open. */
  async function settle({ second, ...invoice }: Awaited<ReturnType<typeof paid>>): Promise<void> {
    await expect.poll(() => booksOf(stage(), invoice).refunds.length, { timeout: 20_000 }).toBe(1);
    await stage().simulator.clock.advance(6_000);
    await atTheBank(stage(), second, 'failure');
    await hint(stage(), invoice);
  }

  async function expectRefunded(invoice: Billed, at = 'first'): Promise<void> {
    const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
    const { refunds, kept, togai, writes } = booksOf(stage(), invoice);
    const counts = { refunds: refunds.length, writes: writes.length };
    expect({ at, outcome, amountPaid, ...counts, kept, togai }).toEqual({
      ...{ at, outcome: 'refunded', amountPaid: 30_000, refunds: 1, writes: 1, kept: 30_000, togai: 'PAID' },
    });
  }

  test(
    'a payment of which the merchant gave a part back, with the collection reset to any of its steps, stays refunded',
    { timeout: 120_000 },
    async () => {
      const invoice = await paid();
      await stage().orchestrator.refundPayment(invoice.wish);
      await settle(invoice);
      await expectRefunded(invoice);
      await toEveryStep(stage(), invoice, async (at) => {
        await hint(stage(), invoice);
        await expectRefunded(invoice, at);
      });
    },
  );

  test('a run that remembers neither payment nor refund ends as refunded', async () => {
    const invoice = await paid();
    await stage().orchestrator.refundPayment(invoice.wish);
    await terminate(stage(), invoice);
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await settle(invoice);
    await expectRefunded(invoice);
  });
});
