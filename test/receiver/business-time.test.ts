import { once } from 'node:events';
import { Client, Connection, defaultPayloadConverter } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { strayPaymentWorkflowId } from '../../contracts/ids.js';
import { createEncryptionCodec } from '../../platform/temporal/encryption-codec.js';
import { parseKeyRing } from '../../platform/temporal/key-ring.js';
import { signWebhook } from '../../providers/razorpay/signatures.js';
import { configText, useChildren } from '../support/child.js';
import { paymentEvent } from './support/bodies.js';
import { anId, startedBy } from './support/strays.js';

const start = useChildren();
const time = { startMs: 1_790_000_000_000, timeScale: 3_600 };
const yaml = `${configText('rzp_test_0123456789abcd')}time: ${JSON.stringify(time)}\n`;
const codec = createEncryptionCodec(parseKeyRing(/encryptionKeys: (\S+)/.exec(yaml)?.[1] ?? ''));

let connection: Connection;
let client: Client;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
  client = new Client({ connection, namespace: inject('temporalNamespace') });
});
afterAll(() => connection.close());

/** What the receiver passed on with a payment that it knows nothing of. */
async function startArgument(paymentId: string): Promise<unknown> {
  const workflowId = strayPaymentWorkflowId('acme', paymentId);
  expect(await startedBy(client, workflowId)).toBeDefined();
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const [payload] = await codec.decode(
    events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [],
  );
  return payload && defaultPayloadConverter.fromPayload(payload);
}

it('a receiver that was killed comes back in the business time of the others, not in one of its own', async () => {
  for (const life of ['the first', 'the one after kill -9']) {
    const env = {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: inject('temporalNamespace'),
    };
    const { child, said } = start('receiver/main.ts', yaml, env, '--port', '0', '--host', '127.0.0.1');
    await expect.poll(said, { timeout: 30_000 }).toContain('receiver listens');
    const base = /"address":"(http:[^"]+)"/.exec(said())?.[1] ?? '';
    const paymentId = anId('pay_');
    const body = JSON.stringify(paymentEvent('payment.captured', { paymentId }));
    const answer = await fetch(`${base}/webhooks/razorpay/acme`, {
      ...{ method: 'POST', body },
      headers: {
        'content-type': 'application/json',
        'x-razorpay-signature': signWebhook(body, 'webhook-secret-1'),
        'x-razorpay-event-id': paymentId,
      },
    });
    expect(answer.status, life).toBe(200);
    expect(await startArgument(paymentId), life).toMatchObject({ paymentId, time });
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}, 90_000);
