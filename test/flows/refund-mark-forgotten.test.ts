import { expect, test } from 'vitest';
import { keptInTogai } from './support/late.js';
import { paidInvoice } from './support/settling.js';
import { booksOf, hint, outcomeOf, ref, until, useStage } from './support/shop.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

test('Togai does not take that an invoice was refunded: the money goes back all the same, and the outcome says so', async () => {
  const invoice = await paidInvoice(stage());
  const { paymentId } = invoice;
  stage().simulator.togai.loseNextUpdates(1);
  await stage().orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'return-1' });
  await expect.poll(() => booksOf(stage(), invoice).refunds.length, { timeout: 20_000 }).toBe(1);
  await stage().simulator.clock.advance(6_000);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  await until(stage(), invoice, { state: 'ended' });
  const { refunds, kept, togai, writes } = booksOf(stage(), invoice);
  expect({ kept, togai, refunds: refunds.length }).toEqual({ kept: 0, togai: 'PAID', refunds: 1 });
  expect(writes.map(({ kind }) => kind)).toEqual(['status', 'lost']);
  expect(keptInTogai(stage(), invoice)).toMatchObject({ outcome: 'refunded', keptPaymentIds: [] });
});
