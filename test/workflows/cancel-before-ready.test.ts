import { afterAll, expect, test } from 'vitest';
import { invoicePaymentStart } from '../../contracts/invoice-payment-start.js';
import { cancelSignal } from '../../contracts/messages.js';
import { taskQueues, workflowTypes } from '../../contracts/names.js';
import { invoiceOf } from '../../testbed/simulator/togai/store.js';
import { openGate } from '../flows/support/gate.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { completedTask, eventsOf, resetTo, runIdOf, terminate, workflowIdOf } from './support/runs.js';

const gate = await openGate();
const stage = useStage({
  policy: { capturedWhileClosing: 'refund', lateWindowDays: 0 },
  throughProxy: (url) => gate.through(url),
});
afterAll(() => gate.close());

const cancel = (invoice: Billed): Promise<void> =>
  stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });

/** The customer can pay on a page, and the run that issued it was terminated. */
async function withPage(): Promise<Billed> {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await terminate(stage(), invoice);
  return invoice;
}

async function endsCancelled(invoice: Billed): Promise<void> {
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'cancelled' }]);
}

test('a cancellation that is there before the first task of a restarted run switches off the page of the run before', async () => {
  const invoice = await withPage();
  const start = invoicePaymentStart({
    ...{ ...ref(invoice), mode: 'payment_request', time: undefined, now: Date.now() },
    taskQueue: taskQueues.workflows,
  });
  await stage().client.workflow.signalWithStart(workflowTypes.invoicePayment, {
    ...{ ...start, signal: cancelSignal, signalArgs: [{ reason: 'test' }] },
  });
  await endsCancelled(invoice);
});

test('a cancellation before the amount can be read waits until it can, and then switches off the page of the run before', async () => {
  const invoice = await withPage();
  const book = invoiceOf(stage().simulator.togai.store, invoice.invoiceId);
  const { currency, total } = book;
  // Razorpay takes no third decimal but 0.
  book.currency = 'KWD';
  book.total = 50_005;
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'amount_not_expressible' } });
  await cancel(invoice);
  await hint(stage(), invoice);
  await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'amount_not_expressible' }, waitingFor: 'what_is_to_be_cancelled' },
  });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'issued' }]);
  book.currency = currency;
  book.total = total;
  await hint(stage(), invoice);
  await endsCancelled(invoice);
});

test('a closing collection that is reset to its first step waits out its attempt, and its money goes back by policy', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await cancel(invoice);
  await until(stage(), invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
  const { client } = stage();
  const workflowId = workflowIdOf(invoice);
  const runId = await runIdOf(client, workflowId);
  const [first] = (await eventsOf(client, workflowId, runId)).filter(completedTask);
  if (!first) throw new Error('The run has begun');
  await resetTo(client, workflowId, runId, first);
  await until(stage(), invoice, {
    ...{ state: 'closing', waitingFor: 'money_may_still_arrive', paymentIds: [answer.paymentId] },
  });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  const { refunds, kept, togai } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 50_000, payment_id: answer.paymentId }]);
  expect({ kept, togai }).toEqual({ kept: 0, togai: 'DUE' });
});

test('a collection that has searched, and opened nothing, is cancelled at once', async () => {
  const invoice = await bill(stage());
  await inTogai(stage(), invoice, { finalizingStatus: 'FINALIZING' });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'opening', waitingFor: 'invoice_finalizing' });
  gate.answer('/v1', 401);
  await cancel(invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', orderIds: [] });
  gate.answer('/v1', undefined);
});
