import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createNamespace } from '../support/namespace.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = z.strictObject({
  ok: z.boolean(),
  temporal: z.strictObject({ address: z.string(), uiUrl: z.string().nullable() }),
  invoices: z.array(
    z.strictObject({
      invoiceId: z.string(),
      mode: z.enum(['direct', 'payment_request']).nullable(),
      method: z.enum(['netbanking', 'card', 'upi']).nullable(),
      state: z.string(),
      outcome: z.string(),
      orderId: z.string().nullable(),
      paymentIds: z.array(z.string().regex(/^pay_/)),
      attempts: z.int(),
      amount: z.int().positive(),
      amountPaid: z.int(),
      currency: z.literal('INR'),
      togaiStatus: z.string(),
      workflowId: z.string(),
    }),
  ),
});

let child: ChildProcess | undefined;
afterEach(() => {
  if (child?.exitCode === null) child.kill('SIGTERM');
});

function startDemo(args: string[], env: Record<string, string>) {
  const given = { ...process.env, TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined, ...env };
  const running = spawn(process.execPath, ['scripts/run.mjs', 'testbed/demo/main.ts', ...args], {
    cwd: root,
    env: given,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  let stdout = '';
  let stderr = '';
  running.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  running.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => running.once('close', resolve));
  return { running, exit, stdout: () => stdout, stderr: () => stderr };
}

test('--json prints one document that tells how every invoice ended, on a given server', async () => {
  const { address, namespace } = await createNamespace();
  const demo = startDemo(['--json'], { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace });
  const code = await demo.exit;
  expect(code, demo.stderr()).toBe(0);
  const report = document.parse(JSON.parse(demo.stdout()));
  expect(report).toMatchObject({ ok: true, temporal: { address, uiUrl: null } });
  const { invoices } = report;
  expect(invoices.length).toBeGreaterThanOrEqual(9);
  const paid = invoices.filter(({ outcome }) => outcome === 'paid');
  expect(paid.every(({ amount, amountPaid }) => amount === amountPaid)).toBe(true);
  expect(paid.every(({ togaiStatus, state }) => togaiStatus === 'PAID' && state === 'ended')).toBe(true);
  expect(new Set(paid.map(({ orderId }) => orderId)).size).toBe(paid.length);
  expect(paid.map(({ mode, method }) => `${mode} ${method}`)).toEqual(
    expect.arrayContaining(['direct netbanking', 'direct card', 'direct upi', 'payment_request netbanking']),
  );
  expect(paid.some(({ attempts, paymentIds }) => attempts === 2 && paymentIds.length === 2)).toBe(true);
  const rest = invoices.filter(({ outcome }) => outcome !== 'paid');
  expect(rest).toMatchObject([
    { outcome: 'nothing_to_collect', togaiStatus: 'VOID', amountPaid: 0, orderId: null, paymentIds: [] },
  ]);
}, 120_000);

test('--keep stays up with every part answering, and Ctrl-C ends them all', async () => {
  const demo = startDemo(['--keep'], { NO_COLOR: '1' });
  await expect.poll(demo.stdout, { timeout: 100_000 }).toContain('Codec server  ');
  const url = (label: string): string =>
    new RegExp(`^ *${label} +(http://\\S+)`, 'm').exec(demo.stdout())?.[1] ?? '';
  const urls = [
    url('Temporal UI'),
    `${url('Receiver')}/readyz`,
    `${url('Simulator')}/_simulator/clock`,
    `${url('Codec server')}/healthz`,
  ];
  expect(demo.stdout()).toContain('In the Temporal UI:');
  const answers = await Promise.all(urls.map(async (address) => (await fetch(address)).status));
  expect(answers).toEqual([200, 200, 200, 200]);
  demo.running.kill('SIGINT');
  expect(await demo.exit, demo.stderr()).toBe(0);
  for (const address of urls) await expect(fetch(address)).rejects.toThrow('fetch failed');
}, 120_000);
