import { expect, it } from 'vitest';
import { useStandIn } from '../client/support/stand-in.js';
import { notesOf, paymentEvent } from './support/bodies.js';
import { startReceiver } from './support/receiver.js';
import { deliver } from './support/signed.js';

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
  const tell = (event: 'payment.authorized' | 'payment.captured'): Promise<Response> =>
    deliver(address, paymentEvent(event, { notes: notesOf(named) }), 'current-secret', event);
  const first = await tell('payment.authorized');
  expect({ status: first.status, connection: first.headers.get('connection') }).toEqual({
    ...{ status: 200, connection: 'keep-alive' },
  });
  const waiting = tell('payment.captured');
  await expect.poll(() => arrived).toBe(2);
  const closed = app.close();
  const last = await waiting;
  expect({ status: last.status, connection: last.headers.get('connection') }).toEqual({
    ...{ status: 200, connection: 'close' },
  });
  await closed;
  expect((await orchestrator.getState(named)).waitingFor).toContain('payment.captured');
});
