import { TypedSearchAttributes } from '@temporalio/common';
import { nanoid } from 'nanoid';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { HeldReason } from '../../contracts/held-reasons.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { workflowTypes } from '../../contracts/names.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { useStandIn } from './support/stand-in.js';

const standIn = useStandIn();

/** A collection that shows itself as held. */
async function held(accountId: string, reason: HeldReason, connection = 'acme') {
  const { client, taskQueue, invoice } = standIn();
  const named = { ...invoice('held'), connection };
  await client.workflow.start(workflowTypes.invoicePayment, {
    taskQueue,
    workflowId: invoicePaymentWorkflowId(connection, named.invoiceId),
    args: [{ ...named, mode: 'direct' }],
    typedSearchAttributes: new TypedSearchAttributes([
      { key: keys.connection, value: connection },
      { key: keys.accountId, value: accountId },
      { key: keys.heldReason, value: reason },
    ]),
  });
  return named;
}

it('a sync tells the collections of that account which wait for a customer, and no others', async () => {
  const { orchestrator } = standIn();
  const accountId = `o'hara.${nanoid(6)}`;
  const one = await held(accountId, 'customer_not_synced');
  const others = [
    await held(accountId, 'amount_below_minimum'),
    await held(`${accountId}x`, 'customer_not_synced'),
    await held(accountId, 'customer_not_synced', 'other'),
  ];
  await expect
    .poll(
      async () => {
        await orchestrator.syncCustomer({ connection: 'acme', accountId });
        return (await orchestrator.getState(one)).waitingFor;
      },
      { timeout: 8_000 },
    )
    .toContain('billing:customer.synced');
  for (const other of others) expect((await orchestrator.getState(other)).looks).toBe(0);
});

it('a sync is done though nobody can be told of it', async () => {
  const { orchestrator, client } = standIn();
  const list = vi.spyOn(client.workflow, 'list').mockImplementation(() => {
    throw new Error('no visibility');
  });
  onTestFinished(() => list.mockRestore());
  const synced = await orchestrator.syncCustomer({ connection: 'acme', accountId: `a-${nanoid(6)}` });
  expect(synced).toMatchObject({ status: 'synced' });
  expect(list).toHaveBeenCalledOnce();
});
