import { expect, test } from 'vitest';
import {
  connectionHoldWorkflowId,
  customerSyncWorkflowId,
  strayPaymentWorkflowId,
} from '../../contracts/ids.js';
import { hintSignal } from '../../contracts/messages.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { DAY } from '../../domain/clock.js';
import { holdUntil, letGo, submit } from '../flows/support/holding.js';
import { foreignPayment, heldStray } from '../flows/support/late.js';
import { bill, hint, outcomeOf, ref, until, useStage } from '../flows/support/shop.js';
import { eventsOf, workflowIdOf } from './support/runs.js';

// Two business hours pass in a real second.
const time = { startMs: Date.now(), timeScale: 7_200 };
const stage = useStage({ time });

interface Shown {
  readonly reason: string | undefined;
  readonly since: string | undefined;
}

async function shown(workflowId: string): Promise<Shown> {
  const { typedSearchAttributes: attributes } = await stage()
    .client.workflow.getHandle(workflowId)
    .describe();
  return { reason: attributes.get(keys.heldReason), since: attributes.get(keys.heldSince) };
}

/** How often a look has changed what is shown; each one moves the next look. */
async function timesShown(workflowId: string): Promise<number> {
  const events = await eventsOf(stage().client, workflowId);
  return events.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes).length;
}

/** A time that is written as it sorts, within this test's days. */
function expectTime(since: string | undefined): void {
  expect(since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const at = Date.parse(since ?? '');
  expect(at).toBeGreaterThanOrEqual(time.startMs);
  expect(at).toBeLessThan(time.startMs + 60 * DAY);
}

test('a held collection shows since when, through further looks, and visibility compares it', async () => {
  const invoice = await bill(stage(), { amount: 99 });
  await stage().orchestrator.collectInvoice(ref(invoice));
  await until(stage(), invoice, { state: 'held' });
  const workflowId = workflowIdOf(invoice);
  const { since } = await shown(workflowId);
  expectTime(since);
  const before = await timesShown(workflowId);
  await hint(stage(), invoice);
  await expect.poll(() => timesShown(workflowId)).toBeGreaterThan(before);
  expect(await shown(workflowId)).toEqual({ reason: 'amount_below_minimum', since });

  const { connection } = stage();
  const heldBefore = async (at: number): Promise<string[]> => {
    const query = `HeldSince < '${new Date(at).toISOString()}' AND PaymentConnection = '${connection}'`;
    const found: string[] = [];
    for await (const run of stage().client.workflow.list({ query })) found.push(run.workflowId);
    return found;
  };
  const at = Date.parse(since ?? '');
  await expect.poll(() => heldBefore(at + 1), { timeout: 20_000 }).toContain(workflowId);
  expect(await heldBefore(at)).not.toContain(workflowId);

  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
  expect(await shown(workflowId)).toEqual({ reason: undefined, since: undefined });
});

test('a held sync shows since when, through further looks', async () => {
  const { connection, accountId } = await bill(stage(), { razorpayCustomerId: 'verifone-4711' });
  await stage().orchestrator.syncCustomer({ connection, accountId });
  const workflowId = customerSyncWorkflowId(connection, accountId);
  await expect.poll(async () => (await shown(workflowId)).since).toBeDefined();
  const first = await shown(workflowId);
  expect(first.reason).toBe('customer_id_invalid');
  expectTime(first.since);
  const { client } = stage();
  const before = await timesShown(workflowId);
  await client.workflow.getHandle(workflowId).signal(hintSignal, { evidence: 'webhook', event: 'test' });
  await expect.poll(() => timesShown(workflowId)).toBeGreaterThan(before);
  expect(await shown(workflowId)).toEqual(first);
});

test('a held stray payment shows since when, until somebody decides', async () => {
  const { connection, invoiceId } = await bill(stage());
  const { orchestrator } = stage();
  const paymentId = await foreignPayment(stage(), { po_connection: connection, po_invoice: invoiceId });
  await orchestrator.reportStrayPayment({ connection, paymentId });
  await heldStray(stage(), paymentId);
  const workflowId = strayPaymentWorkflowId(connection, paymentId);
  expectTime((await shown(workflowId)).since);
  await orchestrator.dismissStrayPayment({ connection, paymentId, reason: 'test' });
  await expect.poll(() => shown(workflowId)).toEqual({ reason: undefined, since: undefined });
});

test('a held connection shows since when', async () => {
  stage().simulator.razorpay.refuseMerchant('merchant_not_activated');
  await submit(stage(), await bill(stage()), 'first');
  const { since } = await holdUntil(stage(), { state: 'held' });
  await expect
    .poll(() => shown(connectionHoldWorkflowId(stage().connection)))
    .toEqual({ reason: 'merchant_not_activated', since: new Date(since).toISOString() });
  await letGo(stage());
});
