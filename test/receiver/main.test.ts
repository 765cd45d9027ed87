import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { configText, useChildren, type Child } from '../support/child.js';
import { addressOf } from './support/process.js';

const start = useChildren();

function startReceiver(yaml: string, address: string): Child {
  const env = { TEMPORAL_ADDRESS: address };
  return start('receiver/main.ts', yaml, env, '--port', '0', '--host', '127.0.0.1');
}

describe('the receiver’s process', () => {
  it('starts without Temporal, answers, and ends well on SIGTERM', async () => {
    const receiver = startReceiver(
      configText('rzp_test_0123456789abcd'),
      `127.0.0.1:${await findFreePort()}`,
    );
    const { child, said } = receiver;
    const base = await addressOf(receiver);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect((await fetch(`${base}/readyz`)).status).toBe(503);
    expect((await fetch(`${base}/webhooks/razorpay/acme`, { method: 'POST', body: '{}' })).status).toBe(401);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(said()).not.toMatch(/secret-1|token-1/);
  });

  it('does not start with a wrong configuration and lists every problem', async () => {
    const wrong = configText('rzp_nonsense').replace('https://pay.example.com', 'nowhere');
    const { child, said } = startReceiver(wrong, '127.0.0.1:1');
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(said()).toMatch(/publicUrl/);
    expect(said()).toMatch(/connections\.acme\.razorpay\.keyId/);
  });
});
