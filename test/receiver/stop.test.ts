import { expect, it } from 'vitest';
import { signWebhook } from '../../providers/razorpay/signatures.js';
import { useStandIn } from '../client/support/stand-in.js';
import { notesOf, paymentEvent } from './support/bodies.js';
import { startReceiver } from './support/receiver.js';

const standIn = useStandIn();

it('a webhook that waits while the receiver stops is sent, answered, and keeps no connection open', async () => {
  const { client, orchestrator, invoice } = standIn();
  const named = invoice();
  await orchestrator.collectInvoice(named);
  const { app } = await startReceiver(client, { limits: { hintGapMs: 2_000 } });
  let arrived = 0;
  app.addHook('preHandler', (_request, _reply, done) => {
    arrived += 1;
    done();
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const deliver = (event: 'payment.authorized' | 'payment.captured'): Promise<Response> => {
    const body = JSON.stringify(paymentEvent(event, { notes: notesOf(named) }));
    const headers = {
      'content-type': 'application/json',
      'x-razorpay-signature': signWebhook(body, 'current-secret'),
      'x-razorpay-event-id': event,
    };
    return fetch(`${address}/webhooks/razorpay/acme`, { method: 'POST', headers, body });
  };
  const first = await deliver('payment.authorized');
  expect({ status: first.status, connection: first.headers.get('connection') }).toEqual({
    ...{ status: 200, connection: 'keep-alive' },
  });
  const waiting = deliver('payment.captured');
  await expect.poll(() => arrived).toBe(2);
  const closed = app.close();
  const last = await waiting;
  expect({ status: last.status, connection: last.headers.get('connection') }).toEqual({
    ...{ status: 200, connection: 'close' },
  });
  await closed;
  expect((await orchestrator.getState(named)).waitingFor).toContain('payment.captured');
});
