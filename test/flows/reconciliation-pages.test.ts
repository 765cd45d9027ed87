import { expect, test } from 'vitest';
import { DAY, SECOND } from '../../domain/clock.js';
import { chainOf, terminate } from '../workflows/support/runs.js';
import { findingsOf, reconcileWith } from './support/reconciling.js';
import { atTheBank, bill, outcomeOf, pay, useStage, type Billed } from './support/shop.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

/** A paid order, and then money that nobody looks after. */
async function stopped(): Promise<Billed & { readonly paymentId: string }> {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  await atTheBank(stage(), answer, 'success');
  return { ...invoice, paymentId: answer.paymentId };
}

test('pages of two over several runs find what one page finds', async () => {
  const invoices = [await stopped(), await stopped(), await stopped(), await stopped(), await stopped()];
  const { report, workflowId, runId } = await reconcileWith(stage(), {
    reach: { days: 3, pageSize: 2, eventsPerRun: 60 },
  });
  for (const invoice of invoices)
    expect(findingsOf(report, invoice)).toContain('open_invoices: collection_stopped, started');
  expect(report.parts).toMatchObject({
    open_invoices: { read: 5, done: { started: 5 } },
    captures: { read: 5 },
    attempted_orders: { read: 5 },
    accounts: { read: 5, done: { listed: 0 } },
    customers: { read: 5, done: { listed: 0 } },
  });
  expect(report.startedAt - report.from).toBeGreaterThanOrEqual(3 * DAY);
  expect(report.startedAt - report.from).toBeLessThan(3 * DAY + SECOND);

  const chain = await chainOf(stage().client, workflowId, runId);
  expect(chain.length).toBeGreaterThan(2);
  for (const run of chain) expect(run.length).toBeLessThan(200);
  for (const invoice of invoices)
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
});
