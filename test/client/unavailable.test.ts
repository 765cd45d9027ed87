import { Client, Connection } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { PaymentOrchestrator } from '../../client/index.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { payments } from '../schemas/samples.js';
import { rejection, useStandIn } from './support/stand-in.js';

const standIn = useStandIn();

describe('without a worker', () => {
  it('answers pending for a submission that waits in Temporal', async () => {
    const { client, invoice } = standIn();
    const lonely = new PaymentOrchestrator({ client, taskQueue: 'nobody-polls', submitTimeoutMs: 1_000 });
    const request = { ...invoice(), attemptId: 'a-1', payment: payments.upi };
    await lonely.collectInvoice({ connection: request.connection, invoiceId: request.invoiceId });
    expect(await lonely.submitPayment(request)).toEqual({ status: 'pending', attemptId: 'a-1' });
  });

  it('tells of a state what the server knows', async () => {
    const { client, invoice } = standIn();
    const lonely = new PaymentOrchestrator({ client, taskQueue: 'nobody-polls' });
    const named = invoice();
    const { workflowId } = await lonely.collectInvoice(named);
    expect(await lonely.getState(named)).toMatchObject({ ...named, state: 'opening', amountPaid: 0 });
    await client.workflow.getHandle(workflowId).terminate();
    expect(await lonely.getState(named)).toMatchObject({ state: 'ended', outcomeReason: 'terminated' });
  });
});

describe('without Temporal', () => {
  it('says that it is unavailable and can be tried again', async () => {
    const address = `127.0.0.1:${await findFreePort()}`;
    const connection = Connection.lazy({ address });
    const client = new Client({ connection });
    const orchestrator = new PaymentOrchestrator({ client, callTimeoutMs: 1_000 });
    const named = { connection: 'acme', invoiceId: 'i' };
    const calls = [
      orchestrator.collectInvoice(named),
      orchestrator.lookAgain(named),
      orchestrator.getState(named),
      orchestrator.cancelCollection({ ...named, reason: 'r' }),
      orchestrator.listOpenCollections({ limit: 1 }),
      orchestrator.waitForOutcome({ ...named, timeoutMs: 500 }),
    ];
    for (const error of await Promise.all(calls.map(rejection)))
      expect(error).toMatchObject({ code: 'TEMPORAL_UNAVAILABLE', retryable: true });
    await connection.close();
  });
});
