import { expect, test } from 'vitest';
import { invoicePaymentStart } from '../../contracts/invoice-payment-start.js';
import { cancelSignal } from '../../contracts/messages.js';
import { taskQueues, workflowTypes } from '../../contracts/names.js';
import { DAY } from '../../domain/clock.js';
import { invoiceOf } from '../../testbed/simulator/togai/store.js';
import { later, reconcileWith } from '../flows/support/reconciling.js';
import { atTheBank, bill, hint, inTogai } from '../flows/support/shop.js';
import { outcomeOf, pay, ref, until, type Billed } from '../flows/support/shop.js';
import { overpaid } from '../flows/support/surplus.js';
import type { Stage } from '../support/stage.js';
import { terminate } from '../workflows/support/runs.js';
import { record, recordCollection, recordEnd, useRecordedStage } from './recording.js';

// A stage of its own: the list has all that was stopped on it.
const listed = useRecordedStage({ policy: { surplus: 'hold', lateWindowDays: 0 } });
const plain = useRecordedStage({ policy: { lateWindowDays: 0 } });

/** The customer can pay on a page, and the run that issued it was terminated. */
async function withPage(stage: Stage): Promise<Billed> {
  const invoice = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage, invoice, { state: 'awaiting_customer' });
  await terminate(stage, invoice);
  return invoice;
}

function cancel(stage: Stage, invoice: Billed): Promise<void> {
  return stage.orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
}

test('a reconciliation that starts what was held and stopped, long after its payment, page by page', async () => {
  const stage = listed();
  const surplus = await overpaid(stage);
  await hint(stage, surplus);
  await until(stage, surplus, { held: { reason: 'surplus' } });
  const voided = await bill(stage);
  const answer = await pay(stage, voided, 'first');
  await inTogai(stage, voided, { status: 'VOID' });
  await atTheBank(stage, answer, 'success');
  await hint(stage, voided);
  await until(stage, voided, { held: { reason: 'invoice_changed' } });
  // The list of open invoices has started it before the list of stopped collections comes to it.
  const due = await bill(stage);
  await pay(stage, due, 'first');
  for (const invoice of [surplus, voided, due]) await terminate(stage, invoice);
  const stopped = async (): Promise<number> =>
    (await stage.client.workflow.count("ExecutionStatus = 'Terminated'")).count;
  await expect.poll(stopped, { timeout: 20_000 }).toBe(3);
  const { report, workflowId } = await reconcileWith(stage, {
    ...{ id: 'stopped', time: later(12 * DAY), reach: { days: 1, pageSize: 1 } },
  });
  // Or it was found by another list, or not at all.
  expect(report.parts).toMatchObject({
    open_invoices: { findings: [{ invoiceId: due.invoiceId, done: 'started' }] },
    stopped_collections: { done: { started: 2 } },
  });
  await record(stage, 'reconciled-stopped', workflowId);
});

test('a cancellation that is there before the first task of a restarted run', async () => {
  const stage = plain();
  const invoice = await withPage(stage);
  const start = invoicePaymentStart({
    ...{ ...ref(invoice), mode: 'payment_request', time: undefined, now: Date.now() },
    taskQueue: taskQueues.workflows,
  });
  await stage.client.workflow.signalWithStart(workflowTypes.invoicePayment, {
    ...{ ...start, signal: cancelSignal, signalArgs: [{ reason: 'test' }] },
  });
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'cancelled-before-the-first-task', invoice);
});

test('a cancellation of a restarted run that waits until the amount can be read', async () => {
  const stage = plain();
  const invoice = await withPage(stage);
  const book = invoiceOf(stage.simulator.togai.store, invoice.invoiceId);
  const { currency, total } = book;
  // Razorpay takes no third decimal but 0.
  book.currency = 'KWD';
  book.total = 50_005;
  const held = { state: 'held', held: { reason: 'amount_not_expressible' } };
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage, invoice, held);
  await cancel(stage, invoice);
  await hint(stage, invoice);
  await until(stage, invoice, { ...held, waitingFor: 'what_is_to_be_cancelled' });
  book.currency = currency;
  book.total = total;
  await recordEnd(stage, 'cancelled-before-an-amount', invoice);
});

test('a cancellation before Togai has finalized the invoice, when a search has found nothing', async () => {
  const stage = plain();
  const invoice = await bill(stage);
  await inTogai(stage, invoice, { finalizingStatus: 'FINALIZING' });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage, invoice, { state: 'opening', waitingFor: 'invoice_finalizing' });
  await cancel(stage, invoice);
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'cancelled-before-finalization', invoice);
});
