import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, card, hint, outcomeOf, pay, useStage } from '../flows/support/shop.js';

// Every task replays its workflow from the beginning.
const stage = useStage({ maxCachedWorkflows: 0 });

test('collections whose every task is a replay end the same', async () => {
  const invoices = [await bill(stage()), await bill(stage())];
  await Promise.all(
    invoices.map(async (invoice) => {
      await atTheBank(stage(), await pay(stage(), invoice, 'first', card('4100280000080001')), 'failure');
      await atTheBank(stage(), await pay(stage(), invoice, 'second', card()), 'success');
      await hint(stage(), invoice);
      expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', attempts: 2 });
      const { orders, payments, togai } = booksOf(stage(), invoice);
      expect([orders.length, payments.length, togai]).toEqual([1, 2, 'PAID']);
    }),
  );
});
