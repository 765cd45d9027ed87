import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import {
  paidSignal,
  submitUpdate,
  type BenchAnswer,
  type BenchInput,
  type BenchPayment,
} from './messages.js';
import type { NaiveActivities } from './naive-activities.js';

/** The least that any such workflow does: answer an update that came with the start, take one signal, end. */
export async function floorPayment(): Promise<string> {
  let isPaid = false;
  setHandler(submitUpdate, () => ({ orderId: 'none', paymentId: 'none' }));
  setHandler(paidSignal, () => {
    isPaid = true;
  });
  await condition(() => isPaid);
  return 'paid';
}

/** As Temporal's public samples are written: one queue, default options, a timeout, one activity for each step. */
const steps = proxyActivities<NaiveActivities>({ startToCloseTimeout: '1 minute' });

/** Each step one regular activity. */
export async function naivePayment(input: BenchInput): Promise<string> {
  let submitted: BenchPayment | undefined;
  const created: BenchAnswer[] = [];
  let isPaid = false;
  setHandler(submitUpdate, async (payment) => {
    submitted = payment;
    await condition(() => created.length > 0);
    return created[0] ?? { orderId: '', paymentId: '' };
  });
  setHandler(paidSignal, () => {
    isPaid = true;
  });
  await condition(() => submitted !== undefined);
  if (submitted === undefined) return 'nothing submitted';
  const invoice = await steps.readInvoice(input.invoiceId);
  const customerId = await steps.readCustomerId(input.accountId);
  const answer = await steps.createPayment({ ...input, ...invoice, customerId, payment: submitted });
  created.push(answer);
  await condition(() => isPaid);
  const payment = await steps.fetchPayment(answer.paymentId);
  const order = await steps.fetchOrder(answer.orderId);
  if (payment !== 'captured' || order !== 'paid') return `${payment} ${order}`;
  const before = await steps.readInvoice(input.invoiceId);
  if (before.status !== 'DUE') return `Togai said ${before.status}`;
  await steps.markPaid(input.invoiceId);
  const after = await steps.readInvoice(input.invoiceId);
  return after.status === 'PAID' ? 'paid' : `Togai says ${after.status}`;
}
