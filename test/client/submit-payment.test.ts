import { describe, expect, it } from 'vitest';
import { PaymentOrchestrator, PaymentOrchestratorError } from '../../client/index.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { fullOrder, payments } from '../schemas/samples.js';
import { historyText, rejection, useStandIn } from './support/stand-in.js';

const standIn = useStandIn();

describe('submitPayment', () => {
  it('starts the collection and answers with the next actions in one call', async () => {
    const { orchestrator, client, invoice } = standIn();
    const request = { ...invoice(), attemptId: 'a-1', payment: payments.upi, order: fullOrder };
    expect(await orchestrator.submitPayment(request)).toMatchObject({
      status: 'next_actions',
      attemptId: 'a-1',
    });
    const described = await client.workflow
      .getHandle(invoicePaymentWorkflowId('acme', request.invoiceId))
      .describe();
    expect(described.typedSearchAttributes.get(keys.invoiceId)).toBe(request.invoiceId);
    expect(described.typedSearchAttributes.get(keys.state)).toBe('opening');
    expect(described.typedSearchAttributes.get(keys.openedAt)).toBeInstanceOf(Date);
    expect(described.priority?.fairnessKey).toBe('acme');
  });

  it('answers the same again for the same attempt, whatever the order of its keys', async () => {
    const { orchestrator, invoice } = standIn();
    const request = { ...invoice(), attemptId: 'a-1', payment: payments.netbanking };
    const { method, ...rest } = payments.netbanking;
    const first = await orchestrator.submitPayment(request);
    const second = await orchestrator.submitPayment({
      ...request,
      payment: { ...rest, method },
      replace: true,
    });
    expect(second).toEqual(first);
  });

  it('refuses an attempt id that comes with other content', async () => {
    const { orchestrator, invoice } = standIn();
    const request = { ...invoice(), attemptId: 'a-1', payment: payments.netbanking };
    await orchestrator.submitPayment(request);
    const other = { ...request, payment: { ...payments.netbanking, bank: 'SBIN' } };
    expect(await rejection(orchestrator.submitPayment(other))).toMatchObject({ code: 'ATTEMPT_ID_REUSED' });
  });

  it('turns a refusal of the workflow into its code, with details', async () => {
    const { orchestrator, invoice } = standIn();
    const error = await rejection(
      orchestrator.submitPayment({ ...invoice('paid'), attemptId: 'a-1', payment: payments.netbanking }),
    );
    expect(error).toBeInstanceOf(PaymentOrchestratorError);
    expect(error).toMatchObject({
      code: 'ALREADY_PAID',
      retryable: false,
      details: { paymentId: 'pay_StandIn0000009' },
    });
  });

  it('lets only a vault reference of a card enter Temporal', async () => {
    const { orchestrator, client, invoice } = standIn();
    const request = { ...invoice(), attemptId: 'a-1', payment: payments.card };
    await orchestrator.submitPayment(request);
    const text = await historyText(client, invoicePaymentWorkflowId('acme', request.invoiceId));
    expect(text).toMatch(/"card":"vault:/);
    const { number, cvv } = payments.card.card;
    expect(text).not.toContain(number);
    expect(text).not.toContain(`"${cvv}"`);
    expect(text).not.toContain('cvv');
  });

  it('refuses card details without a vault before anything is started', async () => {
    const { orchestrator, client, taskQueue, invoice } = standIn();
    const bare = new PaymentOrchestrator({ client, taskQueue });
    const request = { ...invoice(), attemptId: 'a-1', payment: payments.card };
    expect(await rejection(bare.submitPayment(request))).toMatchObject({ code: 'CARD_VAULT_MISSING' });
    expect(await rejection(orchestrator.getState(request))).toMatchObject({ code: 'INVALID_INPUT' });
    const { connection, invoiceId } = request;
    expect(await rejection(orchestrator.getState({ connection, invoiceId }))).toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
    });
  });

  it('starts nothing for an invalid request', async () => {
    const { orchestrator, invoice } = standIn();
    const named = invoice();
    const error = await rejection(
      orchestrator.submitPayment({ ...named, attemptId: 'a 1', payment: payments.netbanking }),
    );
    expect(error).toMatchObject({ code: 'INVALID_INPUT', problems: [{ field: 'attemptId' }] });
    expect(await rejection(orchestrator.getState(named))).toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
  });
});
