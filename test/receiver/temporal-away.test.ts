import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectLazily, type TemporalClient } from '../../platform/temporal/connect.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { signCallback } from '../../providers/razorpay/signatures.js';
import { notesOf, orderPaid, paymentEvent } from './support/bodies.js';
import { startReceiver } from './support/receiver.js';

let temporal: TemporalClient;

beforeAll(async () => {
  const address = `127.0.0.1:${await findFreePort()}`;
  temporal = connectLazily({ address, dataConverter: {}, deadlineMs: 2_000 });
});
afterAll(() => temporal.connection.close());

/** Razorpay waits 5 s; the product promises its answer within 3. */
async function within3s<T>(call: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const answer = await call();
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  return answer;
}

describe('while Temporal is away', () => {
  it('asks Razorpay to try again: by notes, by ids, and in a burst on one invoice', async () => {
    const { webhook, metrics } = await startReceiver(temporal.client);
    const notes = notesOf({ connection: 'acme', invoiceId: 'i-1' });
    expect(await within3s(() => webhook(paymentEvent('payment.captured')))).toMatchObject({ status: 503 });
    const burst = await within3s(() =>
      Promise.all(Array.from({ length: 50 }, () => webhook(orderPaid(notes), { eventId: 'e' }))),
    );
    expect(burst.every(({ status }) => status === 503)).toBe(true);
    // Nothing was accepted, so the redelivery is not taken for a duplicate.
    expect(await within3s(() => webhook(orderPaid(notes), { eventId: 'e' }))).toMatchObject({ status: 503 });
    expect(await metrics.registry.metrics()).toContain('result="unavailable"');
  });

  it('still refuses what is not signed and answers what needs no Temporal', async () => {
    const { webhook, app } = await startReceiver(temporal.client);
    expect(await webhook(orderPaid([]), { secret: 'guess' })).toMatchObject({ status: 401 });
    expect(await webhook({ event: 'settlement.processed', payload: {} })).toMatchObject({ status: 200 });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    expect((await app.inject('/metrics')).statusCode).toBe(200);
    expect((await app.inject('/nothing')).statusCode).toBe(404);
  });

  it('is alive but not ready', async () => {
    const { app } = await startReceiver(temporal.client);
    expect((await within3s(() => app.inject('/readyz').then((answer) => answer))).statusCode).toBe(503);
  });

  it('answers 503 to callbacks and to Togai', async () => {
    const { app } = await startReceiver(temporal.client);
    const [orderId, paymentId] = ['order_SampleBody0001', 'pay_SampleBody0001'];
    const payload = {
      razorpay_order_id: orderId,
      razorpay_payment_id: paymentId,
      razorpay_signature: signCallback(orderId, paymentId, 'key-secret'),
    };
    const post = (url: string, body: object): Promise<number> =>
      within3s(async () => (await app.inject({ method: 'POST', url, payload: body })).statusCode);
    expect(await post('/callbacks/razorpay/acme/i-1', payload)).toBe(503);
    expect(await post('/callbacks/razorpay/acme/i-1', { error: { code: 'x' } })).toBe(503);
    expect(await post('/webhooks/togai/acme?secret=togai-secret', { invoiceId: 'i-1' })).toBe(503);
  });
});

it('answers 503 within 3 s when Temporal takes the connection and then says nothing', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const listening = silent.address();
  const port = typeof listening === 'object' ? listening?.port : undefined;
  const hanging = connectLazily({
    address: `127.0.0.1:${String(port)}`,
    dataConverter: {},
    deadlineMs: 2_000,
  });
  const { webhook } = await startReceiver(hanging.client);
  const body = orderPaid(notesOf({ connection: 'acme', invoiceId: 'i-1' }));
  const burst = await within3s(() => Promise.all([1, 2, 3].map(() => webhook(body))));
  expect(burst.map(({ status }) => status)).toEqual([503, 503, 503]);
  await hanging.connection.close();
  sockets.forEach((socket) => socket.destroy());
  await new Promise((resolve) => silent.close(resolve));
});
