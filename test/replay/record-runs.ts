import { expect, test } from 'vitest';
import { checkConnectionWorkflowId } from '../../contracts/ids.js';
import { hintSignal } from '../../contracts/messages.js';
import { harmNext } from '../flows/support/harm.js';
import { atTheBank, bill, hint, outcomeOf, pay, ref, until } from '../flows/support/shop.js';
import { floodIntoNextRun } from '../workflows/support/leaping-stage.js';
import { eventsOf, runIdOf, terminate, workflowIdOf } from '../workflows/support/runs.js';
import {
  record,
  recordCollection,
  recordEnd,
  useRecordedLeapingStage,
  useRecordedStage,
} from './recording.js';

// No look but those that something asks for.
const quiet = useRecordedStage({ policy: { firstLookSeconds: 3_600 } });
const leaping = useRecordedLeapingStage({ firstLookSeconds: 3_600, expireAfterDays: 1, lateWindowDays: 1 });

test('terminated, and started again when the money is there', async () => {
  const stage = quiet();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await terminate(stage, invoice);
  await atTheBank(stage, answer, 'success');
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'started-again', invoice);
});

test('a terminated payment request that a reconciliation starts again as one', async () => {
  const stage = quiet();
  const { connection } = stage;
  const invoice = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage, invoice, { state: 'awaiting_customer' });
  await terminate(stage, invoice);
  await stage.orchestrator.reconcile({ connection });
  const { rounds } = await until(stage, invoice, { state: 'awaiting_customer', mode: 'payment_request' });
  await stage.customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await recordEnd(stage, 'payment-request-taken-up', invoice);
});

test('so many hints that a run continues as another, which is paid', async () => {
  const stage = leaping();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  const workflowId = workflowIdOf(invoice);
  const firstRun = await runIdOf(stage.client, workflowId);
  await floodIntoNextRun(stage, invoice, []);
  await record(stage, 'continued-as-new', workflowId, firstRun);
  await atTheBank(stage, answer, 'success');
  await recordEnd(stage, 'continued-and-paid', invoice);
});

test('a flood that meets a look inside its workflow task', async () => {
  const stage = quiet();
  const { client } = stage;
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  const handle = client.workflow.getHandle(workflowIdOf(invoice));
  const isLooking = harmNext(stage, {
    ...{ provider: 'razorpay', method: 'GET', path: '/orders/', kind: 'latency', delayMs: 800 },
  });
  await hint(stage, invoice);
  await isLooking();
  const flood = Array.from({ length: 110 }, () =>
    handle.signal(hintSignal, { evidence: 'webhook', event: 'flood' }),
  );
  await Promise.all(flood);
  await atTheBank(stage, answer, 'success');
  await recordEnd(stage, 'flooded', invoice);
  const events = await eventsOf(client, handle.workflowId);
  // Or the flood did not meet the look.
  expect(events.filter(({ workflowTaskFailedEventAttributes: failed }) => failed)).not.toEqual([]);
});

test('nobody pays in time, neither here nor on a page', async () => {
  const stage = leaping();
  const unpaid = await bill(stage);
  await atTheBank(stage, await pay(stage, unpaid, 'first'), 'failure');
  const asked = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(asked), mode: 'payment_request' });
  await until(stage, asked, { state: 'awaiting_customer' });
  await stage.pass('3 days');
  expect(await outcomeOf(stage, unpaid)).toMatchObject({ outcome: 'expired' });
  expect(await outcomeOf(stage, asked)).toMatchObject({ outcome: 'expired' });
  await recordCollection(stage, 'expired', unpaid);
  await recordCollection(stage, 'payment-request-expired', asked);
});

test('a connection that is tried from the worker', async () => {
  const stage = quiet();
  const { connection } = stage;
  await stage.orchestrator.checkConnection(connection);
  await record(stage, 'connection-checked', checkConnectionWorkflowId(connection));
});
