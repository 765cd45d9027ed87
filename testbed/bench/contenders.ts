import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { CollectionResult } from '../../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import type { Clock } from '../../platform/clock.js';
import type { Stage } from '../stage/stage.js';
import { benchQueue, paidSignal, submitUpdate, type BenchInput, type BenchPayment } from './messages.js';

/** One invoice collected: how long the caller waited for the answer, and for the end. Milliseconds. */
export interface Sample {
  readonly workflowId: string;
  readonly submitMs: number;
  readonly totalMs: number;
}

export interface Contender {
  readonly name: string;
  /** Accounts without a Razorpay customer. */
  readonly newCustomers: boolean;
  /** Razorpay's webhooks and the customer's browser reach the receiver; else the caller gives one hint. */
  readonly webhooks: boolean;
  /** Collects one invoice from the submission to its end. @throws Error when it did not end paid */
  collect(input: BenchInput): Promise<Sample>;
}

const payment: BenchPayment = {
  method: 'netbanking',
  bank: 'HDFC',
  email: 'bench@example.com',
  contact: '+919876543210',
  ip: '192.0.2.10',
};

/** Nobody waits longer for one invoice; wall-clock milliseconds. */
const TIMEOUT_MS = 120_000;

export function contenders(stage: Stage, clock: Clock): Contender[] {
  const { client, simulator } = stage;
  return [
    {
      ...{ name: 'floor', newCustomers: false, webhooks: false },
      collect: (input) => collectPlainly(client, clock, 'floorPayment', input, () => undefined),
    },
    {
      ...{ name: 'naive', newCustomers: false, webhooks: false },
      collect: (input) =>
        collectPlainly(client, clock, 'naivePayment', input, (paymentId) =>
          simulator.razorpay.lateAuthorize(paymentId),
        ),
    },
    {
      ...{ name: 'ours', newCustomers: false, webhooks: false },
      collect: (input) => collectByProduct(stage, clock, input, payAndHint),
    },
    {
      ...{ name: 'ours, new customer', newCustomers: true, webhooks: false },
      collect: (input) => collectByProduct(stage, clock, input, payAndHint),
    },
    {
      ...{ name: 'ours, three webhooks and a callback', newCustomers: false, webhooks: true },
      collect: (input) => collectByProduct(stage, clock, input, payInBrowser),
    },
  ];
}

/** Floor and naive: an update with the start, the customer's payment, one signal, the result. */
async function collectPlainly(
  client: Client,
  clock: Clock,
  type: 'floorPayment' | 'naivePayment',
  input: BenchInput,
  customerPays: (paymentId: string) => void,
): Promise<Sample> {
  const workflowId = `${type}/${input.invoiceId}`;
  const start = clock.now();
  const answer = await client.workflow.executeUpdateWithStart(submitUpdate, {
    args: [payment],
    startWorkflowOperation: new WithStartWorkflowOperation(type, {
      ...{ workflowId, taskQueue: benchQueue, args: [input], workflowIdConflictPolicy: 'USE_EXISTING' },
    }),
  });
  const submitMs = clock.now() - start;
  customerPays(answer.paymentId);
  const handle = client.workflow.getHandle<() => Promise<string>>(workflowId);
  await handle.signal(paidSignal);
  const result = await handle.result();
  if (result !== 'paid') throw new Error(`${workflowId} ended ${result}`);
  return { workflowId, submitMs, totalMs: clock.now() - start };
}

interface Paying {
  readonly stage: Stage;
  readonly invoiceId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly redirect: string;
}

async function collectByProduct(
  stage: Stage,
  clock: Clock,
  { invoiceId }: BenchInput,
  customerPays: (paying: Paying) => Promise<unknown>,
): Promise<Sample> {
  const { orchestrator, connection } = stage;
  const start = clock.now();
  const answer = await orchestrator.submitPayment({ connection, invoiceId, attemptId: 'bench', payment });
  const submitMs = clock.now() - start;
  if (answer.status !== 'next_actions') throw new Error(`${invoiceId} was answered ${answer.status}`);
  const { orderId, paymentId, next } = answer;
  await customerPays({ stage, invoiceId, orderId, paymentId, redirect: next[0]?.url ?? '' });
  const result = await orchestrator.waitForOutcome({ connection, invoiceId, timeoutMs: TIMEOUT_MS });
  requirePaid(invoiceId, result);
  return {
    workflowId: invoicePaymentWorkflowId(connection, invoiceId),
    ...{ submitMs, totalMs: clock.now() - start },
  };
}

function requirePaid(invoiceId: string, result: CollectionResult | undefined): void {
  if (result?.outcome !== 'paid')
    throw new Error(`${invoiceId} ended ${result === undefined ? 'not at all' : result.outcome}`);
}

/** The bank says yes, and one hint comes, as the webhook `order.paid` would be. */
function payAndHint({ stage, invoiceId, orderId, paymentId }: Paying): Promise<unknown> {
  stage.simulator.razorpay.lateAuthorize(paymentId);
  return stage.orchestrator.sendHint(
    { connection: stage.connection, invoiceId },
    { evidence: 'webhook', event: 'order.paid', orderId, paymentId },
  );
}

/** By the bank's page: the simulator sends `payment.authorized`, `payment.captured` and `order.paid`, the browser comes back. */
function payInBrowser({ stage, redirect }: Paying): Promise<unknown> {
  return stage.customer.followRedirect(redirect, 'success');
}
