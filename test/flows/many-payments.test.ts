import { expect, test } from 'vitest';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { runIdOf, workflowIdOf } from '../workflows/support/runs.js';
import { bill, booksOf, hint, outcomeOf, ref, until, useStage, type Billed } from './support/shop.js';

/** Only a hint makes it look: at all that happened on the page meanwhile. */
const stage = useStage({ policy: { firstLookSeconds: 3_600 } });

async function detailsOf(invoice: Billed): Promise<string> {
  const { currentDetails } = await stage()
    .client.workflow.getHandle(workflowIdOf(invoice))
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  return currentDetails ?? '';
}

test('a hundred failed payments on a page end no collection: the one that pays is counted, and found by its id', async () => {
  const { client, customer, orchestrator } = stage();
  const invoice = await bill(stage());
  await orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  const page = rounds[0]?.shortUrl ?? '';
  const workflowId = workflowIdOf(invoice);
  const run = await runIdOf(client, workflowId);
  for (let failures = 0; failures < 100; failures += 1)
    await customer.payHostedInvoice(page, { method: 'card', outcome: 'failure' });
  await hint(stage(), invoice);
  await until(stage(), invoice, { paymentIds: { length: 100 }, failures: { length: 100 } });
  const oneMore = await customer.payHostedInvoice(page, { method: 'card', outcome: 'failure' });
  await hint(stage(), invoice);
  const { failures } = await until(stage(), invoice, {
    failures: expect.arrayContaining([expect.objectContaining({ paymentId: oneMore })]) as unknown,
  });
  expect(failures).toHaveLength(100);
  expect(await detailsOf(invoice)).toContain('101 payments failed');
  const paymentId = await customer.payHostedInvoice(page, { method: 'card', outcome: 'success' });
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', keptPaymentIds: [paymentId] });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID', writes: { length: 1 } });
  const { runId, typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
  expect(runId).toBe(run);
  expect(typedSearchAttributes.get(keys.paymentIds)).toContain(paymentId);
});
