import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../../platform/temporal/free-port.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders: string[] = [];
const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function config(keyId: string): string {
  return `
encryptionKeys: test:${Buffer.alloc(32, 1).toString('base64')}
publicUrl: https://pay.example.com
connections:
  acme:
    razorpay: { keyId: ${keyId}, keySecret: key-secret-1, webhookSecret: webhook-secret-1 }
    togai: { token: togai-token-1, webhookSecret: togai-secret-1, baseUrl: https://sandbox-api.togai.com }
    returnUrl: https://shop.example.com/paid
`;
}

function startReceiver(
  yaml: string,
  address: string,
): { child: ChildProcessWithoutNullStreams; said: () => string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'receiver-'));
  folders.push(folder);
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, yaml);
  const args = [
    '--import',
    'tsx',
    'receiver/main.ts',
    '--config',
    file,
    '--port',
    '0',
    '--host',
    '127.0.0.1',
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, TEMPORAL_ADDRESS: address },
  });
  children.push(child);
  let text = '';
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  return { child, said: () => text };
}

describe('the receiver’s process', () => {
  it('starts without Temporal, answers, and ends well on SIGTERM', async () => {
    const { child, said } = startReceiver(
      config('rzp_test_0123456789abcd'),
      `127.0.0.1:${await findFreePort()}`,
    );
    await expect.poll(said, { timeout: 30_000 }).toContain('receiver listens');
    const base = /"address":"(http:[^"]+)"/.exec(said())?.[1] ?? '';
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect((await fetch(`${base}/readyz`)).status).toBe(503);
    expect((await fetch(`${base}/webhooks/razorpay/acme`, { method: 'POST', body: '{}' })).status).toBe(401);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(said()).not.toMatch(/secret-1|token-1/);
  });

  it('does not start with a wrong configuration and lists every problem', async () => {
    const wrong = config('rzp_nonsense').replace('https://pay.example.com', 'nowhere');
    const { child, said } = startReceiver(wrong, '127.0.0.1:1');
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(said()).toMatch(/publicUrl/);
    expect(said()).toMatch(/connections\.acme\.razorpay\.keyId/);
  });
});
