import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, outcomeOf, pay, useStage } from './support/shop.js';

const stage = useStage();

test('without any webhook, callback or hint the money is found by polling', async () => {
  expect(stage().simulator.webhooks.status().url).toBeNull();
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  const result = await outcomeOf(stage(), invoice);
  expect(result).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  for (const witness of ['webhook', 'callback', 'operator']) expect(result.evidence).not.toContain(witness);
  expect(booksOf(stage(), invoice).togai).toBe('PAID');
});
