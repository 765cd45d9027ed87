import { once } from 'node:events';
import { Client, Connection, defaultPayloadConverter } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { strayPaymentWorkflowId } from '../../contracts/ids.js';
import { createEncryptionCodec } from '../../platform/temporal/encryption-codec.js';
import { parseKeyRing } from '../../platform/temporal/key-ring.js';
import { configText, useChildren } from '../support/child.js';
import { paymentEvent } from './support/bodies.js';
import { addressOf } from './support/process.js';
import { deliver } from './support/signed.js';
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
    const receiver = start('receiver/main.ts', yaml, env, '--port', '0', '--host', '127.0.0.1');
    const paymentId = anId('pay_');
    const event = paymentEvent('payment.captured', { paymentId });
    const answer = await deliver(await addressOf(receiver), event, 'webhook-secret-1', paymentId);
    expect(answer.status, life).toBe(200);
    expect(await startArgument(paymentId), life).toMatchObject({ paymentId, time });
    receiver.child.kill('SIGKILL');
    await once(receiver.child, 'exit');
  }
}, 90_000);
