import { expect, test } from 'vitest';
import { connectionHoldWorkflowId } from '../../contracts/ids.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/clock.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import { foreignPayment, heldStray } from './support/late.js';
import { later, reconcileWith } from './support/reconciling.js';
import { bill, outcomeOf, ref, until, useStage, type Billed } from './support/shop.js';

const stage = useStage();

/** An invoice under Razorpay's minimum: held, and seen so by visibility. */
async function holdOne(): Promise<Billed & { readonly since: number }> {
  const invoice = await bill(stage(), { amount: 99 });
  await stage().orchestrator.collectInvoice(ref(invoice));
  const { held } = await until(stage(), invoice, { state: 'held' });
  const { connection } = stage();
  const listed = async (): Promise<(string | undefined)[]> =>
    (await stage().orchestrator.listOpenCollections({ connection, state: 'held', limit: 10 })).map(
      ({ invoiceId }) => invoiceId,
    );
  await expect.poll(listed, { timeout: 20_000 }).toContain(invoice.invoiceId);
  return { ...invoice, since: held?.since ?? 0 };
}

async function release(invoice: Billed): Promise<void> {
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
}

/** The part `held` of a reconciliation so much later, once visibility knows that it is over. */
async function heldAfter(late: number) {
  const { report, runId } = await reconcileWith(stage(), { time: later(late), reach: { days: 1 } });
  const query = `WorkflowType = 'reconcile' AND ExecutionStatus = 'Completed'`;
  const newest = async (): Promise<string | undefined> => {
    for await (const run of stage().client.workflow.list({ query, pageSize: 1 })) return run.runId;
    return undefined;
  };
  await expect.poll(newest, { timeout: 20_000 }).toBe(runId);
  return report.parts.held;
}

/** Lines of the log about this invoice since the last time. */
function toldOf(invoice: Billed): Readonly<Record<string, unknown>>[] {
  return stage()
    .warnings.splice(0)
    .filter(({ workflowId }) => workflowId === workflowIdOf(invoice));
}

/** The gauges as Prometheus reads them, without comments. */
async function gauges(): Promise<string[]> {
  const text = await stage().metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith('payment_orchestrator_held'));
}

test('what is held is reported, gauged, and logged at once and once a day', async () => {
  const invoice = await holdOne();
  const { connection, since } = invoice;
  const line = {
    ...{ connection, workflowId: workflowIdOf(invoice), reason: 'amount_below_minimum' },
    ...{ since: new Date(since).toISOString(), message: 'held: waits for a person' },
  };
  const first = await heldAfter(0);
  expect(first).toMatchObject({ read: 1, done: { listed: 1 } });
  expect(first.findings).toEqual([
    {
      ...{ subject: workflowIdOf(invoice), invoiceId: invoice.invoiceId, since },
      ...{ found: 'amount_below_minimum', done: 'listed' },
    },
  ]);
  const [told, ...more] = toldOf(invoice);
  expect(more).toEqual([]);
  expect(told).toMatchObject(line);
  expect(Number(told?.['ageSeconds'])).toBeLessThan(HOUR / SECOND);

  // Soon again by hand, the next hour, a late run: what was said in this day is not said again.
  for (const late of [0, HOUR, 20 * HOUR]) {
    expect(await heldAfter(late)).toMatchObject({ read: 1 });
    expect(toldOf(invoice)).toEqual([]);
  }
  expect(await heldAfter(DAY + 10 * MINUTE)).toMatchObject({ read: 1 });
  const [again, ...others] = toldOf(invoice);
  expect(others).toEqual([]);
  expect(again).toMatchObject(line);
  const age = Number(again?.['ageSeconds']);
  expect(age).toBeGreaterThanOrEqual((DAY + 10 * MINUTE) / SECOND);
  expect(age).toBeLessThan((DAY + HOUR) / SECOND);

  const labels = `{connection="${connection}",reason="amount_below_minimum"}`;
  const [count, oldest, read, ...rest] = await gauges();
  expect(rest).toEqual([]);
  expect(count).toBe(`payment_orchestrator_held${labels} 1`);
  expect(oldest?.startsWith(`payment_orchestrator_held_oldest_seconds${labels} `)).toBe(true);
  expect(Math.floor(Number(oldest?.split(' ')[1]))).toBe(age);
  expect(read).toMatch(/^payment_orchestrator_held_read_timestamp_seconds\{connection="acme"\} \d+/);

  await release(invoice);
  await expect.poll(async () => (await heldAfter(0)).read, { timeout: 20_000 }).toBe(0);
  expect((await gauges()).map((each) => each.split('{')[0])).toEqual([
    'payment_orchestrator_held_read_timestamp_seconds',
  ]);
});

test('a sync, a stray payment and a connection that are held are listed, too', async () => {
  const { orchestrator, connection, simulator, client } = stage();
  const { accountId } = await bill(stage(), { razorpayCustomerId: 'verifone-4711' });
  await orchestrator.syncCustomer({ connection, accountId });
  const { invoiceId } = await bill(stage());
  const paymentId = await foreignPayment(stage(), { po_connection: connection, po_invoice: invoiceId });
  await orchestrator.reportStrayPayment({ connection, paymentId });
  await heldStray(stage(), paymentId);
  simulator.razorpay.refuseMerchant('merchant_not_activated');
  const refused = await bill(stage());
  await orchestrator.submitPayment({
    ...{ ...ref(refused), attemptId: 'first' },
    payment: {
      email: 'a@example.com',
      contact: '+919876543210',
      ip: '192.0.2.1',
      method: 'netbanking',
      bank: 'HDFC',
    },
  });
  const hold = client.workflow.getHandle(connectionHoldWorkflowId(connection));
  await expect
    .poll(async () => (await hold.describe()).typedSearchAttributes.get(keys.heldSince))
    .toBeDefined();
  const found = async (): Promise<string[]> => (await heldAfter(0)).findings.map((each) => each.found);
  await expect
    .poll(async () => (await found()).sort(), { timeout: 20_000 })
    .toEqual(['customer_id_invalid', 'merchant_not_activated', 'stray_payment']);
  // The oldest stand first.
  expect(await found()).toEqual(['customer_id_invalid', 'stray_payment', 'merchant_not_activated']);
  simulator.razorpay.refuseMerchant(null);
  await orchestrator.releaseConnection({ connection, reason: 'test' });
});
