import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';
import type { Billed } from './support/shop.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

/** ₹500 were paid; the total becomes another when our PATCH is on its way, after the reading that it rests on. */
async function markedWhenChangedTo(totalAmount: number): Promise<Billed> {
  const invoice = await bill(stage());
  const { simulator } = stage();
  const path = `/invoices/${invoice.invoiceId}`;
  const harmed = simulator.faults.injected().length;
  simulator.faults.add({
    ...{ provider: 'togai', method: 'PATCH', path, kind: 'latency', times: 1, delayMs: 2_000 },
  });
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await hint(stage(), invoice);
  await expect.poll(() => simulator.faults.injected().length, { timeout: 10_000 }).toBe(harmed + 1);
  await inTogai(stage(), invoice, { totalAmount });
  return invoice;
}

test('an invoice that becomes less while it is marked paid keeps what it says, and the rest goes back', async () => {
  const invoice = await markedWhenChangedTo(300);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 30_000 });
  const { kept, refunds, togai } = booksOf(stage(), invoice);
  expect({ kept, refunds, togai }).toMatchObject({
    kept: 30_000,
    refunds: [{ amount: 20_000 }],
    togai: 'PAID',
  });
});

test('an invoice that becomes more while it is marked paid waits for a person', async () => {
  const invoice = await markedWhenChangedTo(700);
  await until(stage(), invoice, { state: 'held', held: { reason: 'invoice_changed' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  // Somebody sets it back to what was paid for.
  await inTogai(stage(), invoice, { totalAmount: 500 });
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});
