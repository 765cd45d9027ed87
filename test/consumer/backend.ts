/** A backend of somebody else: it knows the package and Temporal's client, nothing of this repository. */
import { Client, Connection } from '@temporalio/client';
import {
  createDataConverter,
  createInMemoryVault,
  InvalidInputError,
  parseKeyRing,
  PaymentOrchestrator,
  PaymentOrchestratorError,
  type SubmitPaymentAnswer,
  type SubmitPaymentRequest,
} from 'payment-orchestrator';

const keyRing = parseKeyRing(`consumer:${Buffer.alloc(32, 7).toString('base64')}`);
const connection = Connection.lazy({ address: process.env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233' });
const client = new Client({
  connection,
  namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
  dataConverter: createDataConverter(keyRing),
});
const orchestrator = new PaymentOrchestrator({
  client,
  vault: createInMemoryVault({ now: () => Date.now() }),
});

const request: SubmitPaymentRequest = {
  connection: 'acme',
  invoiceId: `consumer-${process.pid}`,
  attemptId: 'attempt-1',
  payment: {
    method: 'upi',
    upi: { flow: 'intent' },
    email: 'asha.rao@example.com',
    contact: '+919000012345',
    ip: '198.51.100.7',
  },
};

// @ts-expect-error a wallet is none of the methods
const wrong: SubmitPaymentRequest = { ...request, payment: { ...request.payment, method: 'wallet' } };

function describe(answer: SubmitPaymentAnswer): string {
  return answer.status === 'next_actions' ? answer.paymentId : answer.status;
}

async function codeOf(call: () => Promise<SubmitPaymentAnswer | object>): Promise<string> {
  try {
    const answer = await call();
    return 'attemptId' in answer ? describe(answer as SubmitPaymentAnswer) : 'answered';
  } catch (error) {
    if (error instanceof InvalidInputError) return `${error.code} ${error.problems[0].field}`;
    if (error instanceof PaymentOrchestratorError) return error.code;
    throw error;
  }
}

const { connection: name, invoiceId } = request;
console.log(
  JSON.stringify({
    invalid: await codeOf(() => orchestrator.submitPayment(wrong)),
    started: (await orchestrator.collectInvoice({ connection: name, invoiceId })).workflowId,
    unknown: await codeOf(() => orchestrator.getState({ connection: name, invoiceId: 'never-there' })),
  }),
);
await client.workflow.getHandle(`invoice-payment/${name}/${invoiceId}`).terminate();
await connection.close();
