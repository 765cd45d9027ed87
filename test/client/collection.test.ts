import { describe, expect, it, vi } from 'vitest';
import type { Hint } from '../../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { payments } from '../schemas/samples.js';
import { standInOrderId } from './support/stand-in-ids.js';
import { rejection, useStandIn } from './support/stand-in.js';

const standIn = useStandIn();

describe('a collection through the client', () => {
  it('is started once, in the mode asked for first', async () => {
    const { orchestrator, invoice } = standIn();
    const named = invoice();
    const first = await orchestrator.collectInvoice({ ...named, mode: 'payment_request' });
    const second = await orchestrator.collectInvoice({ ...named, mode: 'direct' });
    expect(second).toEqual(first);
    expect(await orchestrator.getState(named)).toMatchObject({
      mode: 'payment_request',
      state: 'awaiting_attempt',
    });
  });

  it('goes through an OTP by attempt id', async () => {
    const { orchestrator, invoice } = standIn();
    const attempt = { ...invoice(), attemptId: 'a-1' };
    await orchestrator.submitPayment({ ...attempt, payment: payments.card });
    expect(await orchestrator.generateOtp(attempt)).toMatchObject({ status: 'next_actions' });
    expect(await orchestrator.resendOtp(attempt)).toMatchObject({ status: 'next_actions' });
    expect(await orchestrator.submitOtp({ ...attempt, otp: '123456' })).toEqual({ status: 'accepted' });
    expect(await rejection(orchestrator.generateOtp({ ...attempt, attemptId: 'a-2' }))).toMatchObject({
      code: 'ATTEMPT_UNKNOWN',
    });
  });

  it('confirms a callback of its own order only', async () => {
    const { orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    const fields = {
      razorpay_payment_id: 'pay_StandIn0000000',
      razorpay_order_id: standInOrderId(named.invoiceId),
      razorpay_signature: 'a'.repeat(64),
    };
    expect(await orchestrator.confirmCallback({ ...named, fields })).toEqual({ verified: true });
    const foreign = { ...fields, razorpay_order_id: 'order_Another0000001' };
    expect(await rejection(orchestrator.confirmCallback({ ...named, fields: foreign }))).toMatchObject({
      code: 'CALLBACK_REFUSED',
    });
  });

  it('passes hints on, and says when there is nobody to take them', async () => {
    const { orchestrator, invoice } = standIn();
    const named = invoice();
    expect(await orchestrator.lookAgain(named)).toBe('unknown');
    await orchestrator.collectInvoice(named);
    expect(await orchestrator.lookAgain(named)).toBe('sent');
    expect(await orchestrator.sendHint(named, { evidence: 'webhook', event: 'order.paid' })).toBe('sent');
    await orchestrator.cancelCollection({ ...named, reason: 'test' });
    expect(await orchestrator.waitForOutcome(named)).toMatchObject({ evidence: ['operator', 'webhook'] });
    expect(await orchestrator.lookAgain(named)).toBe('closed');
  });

  it.each([
    [{ evidence: 'rumour', event: 'order.paid' }, 'evidence'],
    [{ evidence: 'webhook', event: '' }, 'event'],
    [{ evidence: 'webhook', event: 'x'.repeat(101) }, 'event'],
    [{ evidence: 'webhook', event: 'order.paid', paymentId: 'order_EKwxwAgItmmXdp' }, 'paymentId'],
    [{ evidence: 'webhook', event: 'order.paid', orderId: 'o' }, 'orderId'],
    [{ evidence: 'webhook', event: 'order.paid', eventId: '' }, 'eventId'],
    [{ evidence: 'webhook', event: 'order.paid', card: '4111111111111111' }, 'card'],
  ])('sends no hint that is none: %#', async (hint, field) => {
    const { orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    expect(await rejection(orchestrator.sendHint(named, hint as Hint))).toMatchObject({
      code: 'INVALID_INPUT',
      problems: [{ field }],
    });
    expect(await orchestrator.getState(named)).toMatchObject({ looks: 0 });
  });

  it('waits for the outcome, or says that it is not there in time', async () => {
    const { orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    expect(await orchestrator.waitForOutcome({ ...named, timeoutMs: 300 })).toBeUndefined();
    await orchestrator.cancelCollection({ ...named, reason: 'no longer needed' });
    expect(await orchestrator.waitForOutcome(named)).toMatchObject({ outcome: 'cancelled' });
    expect(await orchestrator.getState(named)).toMatchObject({ state: 'ended', outcome: 'cancelled' });
  });

  it('tells a collection that ended from one that never was', async () => {
    const { orchestrator, client, invoice } = standIn();
    const named = invoice();
    const attempt = { ...named, attemptId: 'a-1' };
    expect(await rejection(orchestrator.generateOtp(attempt))).toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
    });
    expect(await rejection(orchestrator.waitForOutcome({ ...named, timeoutMs: 500 }))).toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
    });
    const { workflowId } = await orchestrator.collectInvoice(named);
    expect(workflowId).toBe(invoicePaymentWorkflowId(named.connection, named.invoiceId));
    await client.workflow.getHandle(workflowId).terminate();
    expect(await rejection(orchestrator.generateOtp(attempt))).toMatchObject({ code: 'COLLECTION_ENDED' });
    expect(await rejection(orchestrator.waitForOutcome(named))).toMatchObject({
      code: 'COLLECTION_ENDED',
      details: { ended: 'terminated' },
    });
  });

  it('is listed while it is open, by connection and state', async () => {
    const { orchestrator, invoice } = standIn();
    const named = { ...invoice(), connection: `c-${Date.now()}` };
    await orchestrator.collectInvoice(named);
    const list = (over: object = {}): ReturnType<typeof orchestrator.listOpenCollections> =>
      orchestrator.listOpenCollections({ connection: named.connection, limit: 10, ...over });
    await vi.waitFor(async () => expect(await list()).toHaveLength(1), { timeout: 10_000, interval: 200 });
    expect((await list())[0]).toMatchObject({ ...named, state: 'opening', orderIds: [] });
    expect(await list({ state: 'opening' })).toHaveLength(1);
    expect(await list({ state: 'held' })).toHaveLength(0);
  });
});

describe('accounts and connections through the client', () => {
  it('syncs a customer and answers with its id', async () => {
    const { orchestrator } = standIn();
    const accountId = `acc-${Date.now()}`;
    expect(await orchestrator.syncCustomer({ connection: 'acme', accountId })).toEqual({
      status: 'synced',
      customerId: `cust_${accountId}`,
      change: 'created',
    });
  });

  it('checks a connection', async () => {
    const { orchestrator } = standIn();
    expect(await orchestrator.checkConnection('acme')).toMatchObject({
      connection: 'acme',
      razorpay: { ok: true },
    });
    expect(await rejection(orchestrator.checkConnection('Acme'))).toMatchObject({ code: 'INVALID_INPUT' });
  });
});
