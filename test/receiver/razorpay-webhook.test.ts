import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../providers/razorpay/signatures.js';
import { payments } from '../schemas/samples.js';
import { standInOrderId } from '../client/support/stand-in-ids.js';
import { useStandIn } from '../client/support/stand-in.js';
import {
  downtime,
  notesOf,
  orderPaid,
  paymentEvent,
  refundProcessed,
  unknownEvent,
} from './support/bodies.js';
import { startReceiver } from './support/receiver.js';

const standIn = useStandIn();

describe('POST /webhooks/razorpay/:connection', () => {
  it('gives a signed event to the collection its notes name', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    const { webhook, metrics } = await startReceiver(client);
    expect(await webhook(paymentEvent('payment.captured', { notes: notesOf(named) }))).toEqual({
      status: 200,
      result: 'accepted',
    });
    expect(await orchestrator.getState(named)).toMatchObject({ waitingFor: 'webhook:payment.captured' });
    expect(await metrics.registry.metrics()).toContain(
      'payment_orchestrator_webhooks_total{provider="razorpay",event="payment.captured",result="accepted"} 1',
    );
  });

  it('takes the previous secret too, as retries of old events carry it', async () => {
    const { webhook } = await startReceiver(standIn().client);
    expect(await webhook(unknownEvent, { secret: 'previous-secret' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['another secret', { secret: 'stolen' }, 401],
    ['an unknown connection', { connection: 'nobody' }, 404],
  ])('refuses %s', async (_, options, status) => {
    const { webhook } = await startReceiver(standIn().client);
    expect(await webhook(orderPaid([]), options)).toMatchObject({ status });
  });

  it('refuses a missing signature, a signature of other bytes, and no body', async () => {
    const { app } = await startReceiver(standIn().client);
    const post = async (payload: string, headers: Record<string, string>): Promise<number> =>
      (await app.inject({ method: 'POST', url: '/webhooks/razorpay/acme', payload, headers })).statusCode;
    const signature = signWebhook('{"a":1}', 'current-secret');
    expect(await post('{"a":1}', {})).toBe(401);
    expect(await post('{"a": 1}', { 'x-razorpay-signature': signature })).toBe(401);
    expect(await post('', { 'x-razorpay-signature': signature })).toBe(401);
    expect(await post('{"a":1}', { 'x-razorpay-signature': signature, 'content-type': 'text/plain' })).toBe(
      200,
    );
  });

  it('answers 413 above 256 KiB and 400 to signed bytes that are not JSON', async () => {
    const { app, webhook } = await startReceiver(standIn().client);
    const response = await app.inject({
      method: 'POST',
      url: '/webhooks/razorpay/acme',
      payload: Buffer.alloc(256 * 1024 + 1, 'x'),
    });
    expect(response.statusCode).toBe(413);
    expect(await webhook('not json')).toMatchObject({ status: 400 });
    expect(await webhook('x'.repeat(256 * 1024))).toMatchObject({ status: 400 });
  });

  it.each([
    ['an event we do not use', unknownEvent, 'unknown_event'],
    ['a downtime', downtime, 'ignored'],
    ['an unexpected shape', { event: 7 }, 'unusable'],
    ['JSON that is no object', [], 'unusable'],
    ['an object of nobody', orderPaid([], 'order_NobodysOrder01'), 'unknown_object'],
    ['an event without any id', { event: 'order.paid', payload: {} }, 'unknown_object'],
    [
      'a payload of odd kinds',
      { event: 'order.paid', payload: { order: [], payment: 'x', invoice: null } },
      'unknown_object',
    ],
    ['ids with quotes in them', orderPaid({ a: 1 }, "order_' OR 1=1 --0"), 'unknown_object'],
  ])('answers 200 to %s', async (_, body, result) => {
    const { webhook } = await startReceiver(standIn().client);
    expect(await webhook(body)).toEqual({ status: 200, result });
  });

  it('answers 200 for a collection that has ended', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    await orchestrator.cancelCollection({ ...named, reason: 'test' });
    await orchestrator.waitForOutcome(named);
    const { webhook } = await startReceiver(client);
    const failed = paymentEvent('payment.failed', { notes: notesOf(named) });
    expect(await webhook(failed)).toEqual({ status: 200, result: 'closed' });
  });

  it('finds a collection by its order when the notes say nothing', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.submitPayment({ ...named, attemptId: 'a-1', payment: payments.upi });
    const { webhook } = await startReceiver(client);
    const orderId = standInOrderId(named.invoiceId);
    await expect
      .poll(() => webhook(refundProcessed(orderId)), { timeout: 15_000, interval: 200 })
      .toEqual({ status: 200, result: 'accepted' });
    // The other connection of the same Razorpay account gets the same event, and must not take it for its own.
    expect(await webhook(refundProcessed(orderId), { connection: 'plain' })).toMatchObject({
      result: 'unknown_object',
    });
    expect(await webhook(orderPaid(notesOf(named), orderId), { connection: 'plain' })).toMatchObject({
      result: 'unknown_object',
    });
  });

  it('is not led astray by notes that a browser set on a payment', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.submitPayment({ ...named, attemptId: 'a-1', payment: payments.upi });
    const { webhook } = await startReceiver(client);
    const forged = paymentEvent('payment.captured', {
      notes: notesOf({ connection: 'acme', invoiceId: 'never-there' }),
      orderId: standInOrderId(named.invoiceId),
    });
    await expect.poll(async () => (await webhook(forged)).result, { timeout: 15_000 }).toBe('accepted');
  });

  it('logs neither bodies nor personal data', async () => {
    const { webhook, logged } = await startReceiver(standIn().client);
    await webhook(paymentEvent('payment.failed'));
    expect(logged.join('')).toContain('no collection');
    expect(logged.join('')).not.toMatch(/asha|90000/);
  });
});
