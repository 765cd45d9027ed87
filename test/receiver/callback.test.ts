import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { signCallback } from '../../providers/razorpay/signatures.js';
import { payments } from '../schemas/samples.js';
import { standInOrderId } from '../client/support/stand-in-ids.js';
import { useStandIn } from '../client/support/stand-in.js';
import { startReceiver, type TestReceiver } from './support/receiver.js';

const standIn = useStandIn();
const paymentId = 'pay_SampleBody0001';

async function startPaid(connection = 'acme'): Promise<{ connection: string; invoiceId: string }> {
  const named = { ...standIn().invoice(), connection };
  await standIn().orchestrator.submitPayment({ ...named, attemptId: 'a-1', payment: payments.upi });
  return named;
}

function successForm(orderId: string, secret = 'key-secret'): Record<string, string> {
  return {
    razorpay_payment_id: paymentId,
    razorpay_order_id: orderId,
    razorpay_signature: signCallback(orderId, paymentId, secret),
  };
}

function post(
  { app }: TestReceiver,
  { connection, invoiceId }: { connection: string; invoiceId: string },
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: `/callbacks/razorpay/${connection}/${invoiceId}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });
}

describe('POST /callbacks/razorpay/:connection/:invoiceId', () => {
  it('hints and sends the customer back for a signed form of its own order', async () => {
    const named = await startPaid();
    const receiver = await startReceiver(standIn().client);
    const response = await post(receiver, named, successForm(standInOrderId(named.invoiceId)));
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe(
      `https://shop.example.com/paid?lang=en&invoiceId=${named.invoiceId}&result=received`,
    );
    expect(await standIn().orchestrator.getState(named)).toMatchObject({
      waitingFor: 'callback:callback.success',
    });
  });

  it('takes the same as JSON', async () => {
    const named = await startPaid();
    const { app } = await startReceiver(standIn().client);
    const response = await app.inject({
      method: 'POST',
      url: `/callbacks/razorpay/acme/${named.invoiceId}`,
      payload: successForm(standInOrderId(named.invoiceId)),
    });
    expect(response.statusCode).toBe(303);
  });

  it('refuses a forged signature, a genuine form of another invoice, and half a form', async () => {
    const [named, other] = [await startPaid(), await startPaid()];
    const receiver = await startReceiver(standIn().client);
    const forms = [
      successForm(standInOrderId(named.invoiceId), 'guessed'),
      successForm(standInOrderId(other.invoiceId)),
      { razorpay_payment_id: paymentId },
      {},
    ];
    for (const form of forms) expect((await post(receiver, named, form)).statusCode).toBe(401);
    expect(await standIn().orchestrator.getState(named)).toMatchObject({ looks: 0 });
  });

  it('takes a failure form as a hint and sends the customer back', async () => {
    const named = await startPaid();
    const receiver = await startReceiver(standIn().client);
    const response = await post(receiver, named, { 'error[code]': 'BAD_REQUEST_ERROR', 'error[step]': 'x' });
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toContain('result=failed');
    expect(await standIn().orchestrator.getState(named)).toMatchObject({
      waitingFor: 'callback:callback.failure',
    });
  });

  it('limits hints by failure forms, however the address is written, and still sends back', async () => {
    const named = await startPaid();
    const receiver = await startReceiver(standIn().client, {
      limits: { failureHintsPerInvoice: 2, hintGapMs: 1 },
    });
    const encoded = { ...named, invoiceId: named.invoiceId.replace('i', '%69') };
    for (let i = 0; i < 6; i += 1) {
      const response = await post(receiver, i % 2 === 0 ? named : encoded, { 'error[code]': 'x' });
      expect(response.statusCode).toBe(303);
    }
    expect((await standIn().orchestrator.getState(named)).looks).toBe(2);
  });

  it('limits hints by address, and believes X-Forwarded-For only when told so', async () => {
    const hintsOf = async (trustProxy: boolean): Promise<number> => {
      const named = await startPaid();
      const limits = { failureHintsPerAddress: 1, hintGapMs: 1 };
      const receiver = await startReceiver(standIn().client, { limits, trustProxy });
      for (const ip of ['198.51.100.1', '198.51.100.2', '198.51.100.3'])
        await post(receiver, named, { 'error[code]': 'x' }, { 'x-forwarded-for': ip });
      return (await standIn().orchestrator.getState(named)).looks;
    };
    expect(await hintsOf(false)).toBe(1);
    expect(await hintsOf(true)).toBe(3);
  });

  it('shows a plain page where no return URL is configured, and repeats nothing of the request', async () => {
    const named = await startPaid('plain');
    const receiver = await startReceiver(standIn().client);
    const good = await post(receiver, named, successForm(standInOrderId(named.invoiceId)));
    expect(good.statusCode).toBe(200);
    expect(good.body).toContain('Thank you');
    const bad = await post(receiver, named, { 'error[description]': '<script>alert(1)</script>' });
    expect(bad.body).toContain('did not go through');
    expect(bad.body).not.toContain('script');
    expect(bad.headers['content-security-policy']).toBe("default-src 'none'");
  });

  it('answers 404 for an unknown connection and for an id that cannot be one', async () => {
    const receiver = await startReceiver(standIn().client);
    const invoiceId = 'i-1';
    expect((await post(receiver, { connection: 'nobody', invoiceId }, {})).statusCode).toBe(404);
    expect((await post(receiver, { connection: 'acme', invoiceId: '%20' }, {})).statusCode).toBe(404);
  });
});
