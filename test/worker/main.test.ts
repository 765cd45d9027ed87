import { once } from 'node:events';
import { expect, it } from 'vitest';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { configText, useChildren, type Child } from '../support/child.js';
import { createNamespace } from '../support/namespace.js';

const start = useChildren();

function startWorker(
  yaml: string,
  temporal: { address: string; namespace: string },
  ...args: string[]
): Child {
  const env = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace };
  return start('worker/main.ts', yaml, env, ...args);
}

it('runs, tells that it does, and ends well on SIGTERM', async () => {
  const port = await findFreePort();
  const { child, said } = startWorker(
    configText('rzp_test_0123456789abcd'),
    await createNamespace(),
    '--metrics-port',
    String(port),
  );
  await expect.poll(said, { timeout: 40_000 }).toContain('worker is running');
  const healthz = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;
  await expect.poll(healthz, { timeout: 10_000 }).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain(
    'payment_orchestrator_activity_outcomes_total',
  );
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(said()).toContain('worker has stopped');
  expect(said()).not.toMatch(/secret-1|token-1/);
});

it('does not start with a wrong configuration, and lists every problem', async () => {
  const wrong = configText('rzp_nonsense').replace('https://pay.example.com', 'nowhere');
  const { child, said } = startWorker(wrong, { address: '127.0.0.1:1', namespace: 'default' });
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(said()).toMatch(/publicUrl/);
  expect(said()).toMatch(/connections\.acme\.razorpay\.keyId/);
});

it('does not start with test keys for a production Togai: play money must not mark real invoices paid', async () => {
  const mixed = configText('rzp_test_0123456789abcd').replace('sandbox-api', 'api');
  const { child, said } = startWorker(mixed, { address: '127.0.0.1:1', namespace: 'default' });
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(said()).toMatch(/play money/);
});
