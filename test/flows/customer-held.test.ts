import { expect, test } from 'vitest';
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
} from './support/shop.js';

const stage = useStage({ policy: { withoutCustomer: 'hold' } });

test('an invoice of an account that was never synced is held visibly, and collected after the sync', async () => {
  const invoice = await bill(stage());
  const { orchestrator, connection } = stage();
  const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking };
  await expect(orchestrator.submitPayment(attempt)).rejects.toMatchObject({ code: 'COLLECTION_HELD' });
  const { held } = await until(stage(), invoice, { state: 'held', held: { reason: 'customer_not_synced' } });
  expect(stage().simulator.razorpay.state.customers.size).toBe(0);
  const shown = async () =>
    (await orchestrator.listOpenCollections({ connection, limit: 10 })).map(({ heldReason, heldSince }) => ({
      ...{ heldReason, heldSince },
    }));
  await expect
    .poll(shown, { timeout: 20_000 })
    .toEqual([{ heldReason: 'customer_not_synced', heldSince: new Date(held?.since ?? 0) }]);
  expect(await orchestrator.syncCustomer({ connection, accountId: invoice.accountId })).toMatchObject({
    status: 'synced',
  });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  await atTheBank(stage(), await pay(stage(), invoice, 'second'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  expect(booksOf(stage(), invoice).payments).toHaveLength(1);
});
