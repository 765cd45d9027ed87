import { expect, test } from 'vitest';
import { DAY } from '../../domain/clock.js';
import { terminate, workflowIdOf } from '../workflows/support/runs.js';
import { latestRun } from './support/late.js';
import { findingsOf, later, reconcileWith } from './support/reconciling.js';
import { overpaid } from './support/surplus.js';
import { atTheBank, bill, booksOf, hint, inTogai, outcomeOf, pay, ref, until } from './support/shop.js';
import { useStage, type Billed } from './support/shop.js';

const stage = useStage({ policy: { surplus: 'hold', lateWindowDays: 0 } });

/** When no list of Razorpay's payments reaches back to those that were made now. */
const reconcile = async () => (await reconcileWith(stage(), { time: later(12 * DAY) })).report;

/** Terminated, and seen so by visibility. */
async function stopped(invoice: Billed): Promise<Billed> {
  const { workflowId } = stage().client.workflow.getHandle(workflowIdOf(invoice));
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Terminated'`;
  await terminate(stage(), invoice);
  const seen = async (): Promise<number> => (await stage().client.workflow.count(query)).count;
  await expect.poll(seen, { timeout: 20_000 }).toBe(1);
  return invoice;
}

async function heldSurplus(): Promise<Billed> {
  const invoice = await overpaid(stage());
  await hint(stage(), invoice);
  await until(stage(), invoice, { held: { reason: 'surplus' } });
  return invoice;
}

async function heldVoid(): Promise<Billed> {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { held: { reason: 'invoice_changed' } });
  return invoice;
}

test.each([
  ['surplus', heldSurplus],
  ['invoice_changed', heldVoid],
] as const)(
  'a collection that was held (%s) and terminated is held again, long after its payment',
  async (reason, hold) => {
    const invoice = await stopped(await hold());
    const before = booksOf(stage(), invoice);
    expect(findingsOf(await reconcile(), invoice)).toEqual([
      'stopped_collections: collection_stopped, started',
    ]);
    await until(stage(), invoice, { held: { reason } });

    // What is repaired is not found again, and nothing was moved.
    expect(findingsOf(await reconcile(), invoice)).toEqual([]);
    expect(booksOf(stage(), invoice)).toEqual(before);
  },
);

test('one that was started again and has ended is left alone, as is one that ended by itself', async () => {
  const paid = await bill(stage());
  await atTheBank(stage(), await pay(stage(), paid, 'first'), 'success');
  await outcomeOf(stage(), paid);
  const again = await bill(stage());
  const answer = await pay(stage(), again, 'first');
  await stopped(again);
  await atTheBank(stage(), answer, 'success');
  await stage().orchestrator.collectInvoice({ ...ref(again), mode: 'direct' });
  expect(await outcomeOf(stage(), again)).toMatchObject({ outcome: 'paid' });
  const runs = () => Promise.all([paid, again].map((each) => latestRun(stage(), workflowIdOf(each))));
  const before = await runs();
  const report = await reconcile();
  expect([...findingsOf(report, paid), ...findingsOf(report, again)]).toEqual([]);
  expect(await runs()).toEqual(before);
});

test('one whose invoice asks for money is started from the list of those alone', async () => {
  const invoice = await bill(stage());
  await pay(stage(), invoice, 'first');
  await stopped(invoice);
  expect(findingsOf(await reconcile(), invoice)).toEqual(['open_invoices: collection_stopped, started']);
});

test('one that had begun nothing is not started', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  await stopped(invoice);
  await inTogai(stage(), invoice, { status: 'VOID' });
  expect(findingsOf(await reconcile(), invoice)).toEqual([]);
});

test('of many that were stopped each page is read, over several runs', async () => {
  const invoices = [await stopped(await heldVoid()), await stopped(await heldVoid())];
  const { report } = await reconcileWith(stage(), {
    ...{ time: later(12 * DAY), reach: { pageSize: 1, eventsPerRun: 30, days: 1 } },
  });
  for (const invoice of invoices)
    expect(findingsOf(report, invoice)).toEqual(['stopped_collections: collection_stopped, started']);
  expect(report.parts.stopped_collections.read).toBeGreaterThanOrEqual(2);
});
