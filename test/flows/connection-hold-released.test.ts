import { afterAll, afterEach, expect, test } from 'vitest';
import { connectionHoldStart } from '../../contracts/connection-hold-start.js';
import { connectionHoldWorkflowId } from '../../contracts/ids.js';
import { taskQueues, workflowTypes } from '../../contracts/names.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { runIdOf } from '../workflows/support/runs.js';
import { forgotten, hasty, holdUntil, letGo, released, submit } from './support/holding.js';
import { bill, ref, until, useStage } from './support/shop.js';

// A probe after 20 s: a person is quicker.
const options = hasty(30);
const stage = useStage(options);
afterAll(() => options.close());
afterEach(() => letGo(stage()));

async function hold(): Promise<void> {
  stage().simulator.razorpay.refuseMerchant('live_mode_not_enabled');
  await submit(stage(), await bill(stage()), 'refused');
  await holdUntil(stage(), { state: 'held', reason: 'live_mode_not_enabled' });
}

function handle() {
  return stage().client.workflow.getHandle(connectionHoldWorkflowId(stage().connection));
}

test('released by hand: those that wait are told, and the hold ends', async () => {
  await hold();
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'connection_held' } });
  const { typedSearchAttributes: attributes } = await handle().describe();
  expect([attributes.get(keys.state), attributes.get(keys.heldReason)]).toEqual([
    ...['held', 'live_mode_not_enabled'],
  ]);
  const { currentDetails } = await handle().query<{ readonly currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  expect(currentDetails).toMatch(/live mode is not enabled[^]*since [^]*next probe at [^]*releaseSignal/);
  stage().simulator.razorpay.refuseMerchant(null);
  const release = { connection: invoice.connection, reason: 'enabled in the dashboard' };
  expect(await stage().orchestrator.releaseConnection(release)).toBe(true);
  expect(await released(stage())).toMatchObject({
    ...{ release: { by: 'operator', why: 'enabled in the dashboard' }, hinted: 1 },
  });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  expect(await stage().orchestrator.getConnectionHold(invoice.connection)).toBeUndefined();
  expect(await stage().orchestrator.releaseConnection(release)).toBe(false);
});

test('signals by hand may hold anything: what means nothing changes nothing, and a release releases', async () => {
  await hold();
  await handle().signal('connectionRefusedSignal', { reason: 'tired', detail: 'of it' });
  await handle().signal('probedSignal', 'accepted');
  await handle().signal('connectionRefusedSignal');
  await holdUntil(stage(), { state: 'held', refusals: 1, reason: 'live_mode_not_enabled' });
  await handle().signal('releaseSignal', 'please');
  expect(await released(stage())).toMatchObject({ release: { by: 'operator', why: 'released by signal' } });
});

test('a refusal while collections are told holds it again', async () => {
  await hold();
  await stage().orchestrator.releaseConnection({ connection: stage().connection, reason: 'too early' });
  await holdUntil(stage(), { state: 'releasing' });
  await forgotten();
  await submit(stage(), await bill(stage()), 'refused');
  await holdUntil(stage(), { state: 'held', refusals: 2 });
});

test('terminated in Temporal, it is begun again by the next refusal', async () => {
  await hold();
  const run = await runIdOf(stage().client, handle().workflowId);
  await handle().terminate('test');
  await forgotten();
  await hold();
  expect(await runIdOf(stage().client, handle().workflowId)).not.toBe(run);
});

test('cancelled in Temporal, it is released', async () => {
  await hold();
  await handle().cancel();
  expect(await released(stage())).toMatchObject({
    release: { by: 'operator', why: 'cancelled in Temporal' },
  });
});

test('the next run of a long history holds on, and releases', async () => {
  const { client, connection, orchestrator } = stage();
  const refusal = { reason: 'live_mode_not_enabled', detail: 'told by a test' } as const;
  const { time } = options;
  const start = connectionHoldStart({ connection, time, refusal }, taskQueues.workflows);
  const [input] = start.args;
  const begun = await client.workflow.start(workflowTypes.connectionHold, {
    ...{ ...start, args: [{ ...input, eventsPerRun: 4 }] },
  });
  const { since } = await holdUntil(stage(), { state: 'held' });
  await handle().signal('connectionRefusedSignal', { ...refusal, reason: 'connection_refused' });
  const hasNext = async (): Promise<boolean> =>
    (await runIdOf(client, begun.workflowId)) !== begun.firstExecutionRunId;
  await expect.poll(hasNext, { timeout: 10_000 }).toBe(true);
  await holdUntil(stage(), { state: 'held', since, refusals: 1, reason: 'connection_refused' });
  await orchestrator.releaseConnection({ connection, reason: 'enabled' });
  expect(await released(stage())).toMatchObject({ since, release: { why: 'enabled' } });
});
