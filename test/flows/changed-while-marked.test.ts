import { expect, test } from 'vitest';
import { markedWhenChangedTo } from './support/changing.js';
import { booksOf, inTogai, outcomeOf, ref, until, useStage } from './support/shop.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

test('an invoice that becomes less while it is marked paid keeps what it says, and the rest goes back', async () => {
  const invoice = await markedWhenChangedTo(stage(), 300);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 30_000 });
  const { kept, refunds, togai } = booksOf(stage(), invoice);
  expect({ kept, refunds, togai }).toMatchObject({
    kept: 30_000,
    refunds: [{ amount: 20_000 }],
    togai: 'PAID',
  });
});

test('an invoice that becomes more while it is marked paid waits for a person', async () => {
  const invoice = await markedWhenChangedTo(stage(), 700);
  await until(stage(), invoice, { state: 'held', held: { reason: 'invoice_changed' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  // Somebody sets it back to what was paid for.
  await inTogai(stage(), invoice, { totalAmount: 500 });
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});
