import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { findFreePort } from '../../platform/temporal/free-port.js';
import { createNamespace } from '../support/namespace.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders: string[] = [];
const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const config = (keyId: string): string => `
encryptionKeys: test:${Buffer.alloc(32, 1).toString('base64')}
publicUrl: https://pay.example.com
connections:
  acme:
    razorpay: { keyId: ${keyId}, keySecret: key-secret-1, webhookSecret: webhook-secret-1 }
    togai: { token: togai-token-1, webhookSecret: togai-secret-1, baseUrl: https://sandbox-api.togai.com }
    returnUrl: https://shop.example.com/paid
`;

function startWorker(
  yaml: string,
  temporal: { address: string; namespace: string },
  ...args: string[]
): { child: ChildProcessWithoutNullStreams; said: () => string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'worker-'));
  folders.push(folder);
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, yaml);
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts', '--config', file, ...args], {
    cwd: root,
    env: { ...process.env, TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace },
  });
  children.push(child);
  let text = '';
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  return { child, said: () => text };
}

it('runs, tells that it does, and ends well on SIGTERM', async () => {
  const port = await findFreePort();
  const { child, said } = startWorker(
    config('rzp_test_0123456789abcd'),
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
  const wrong = config('rzp_nonsense').replace('https://pay.example.com', 'nowhere');
  const { child, said } = startWorker(wrong, { address: '127.0.0.1:1', namespace: 'default' });
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(said()).toMatch(/publicUrl/);
  expect(said()).toMatch(/connections\.acme\.razorpay\.keyId/);
});

it('does not start with test keys for a production Togai: play money must not mark real invoices paid', async () => {
  const mixed = config('rzp_test_0123456789abcd').replace('sandbox-api', 'api');
  const { child, said } = startWorker(mixed, { address: '127.0.0.1:1', namespace: 'default' });
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(said()).toMatch(/play money/);
});
