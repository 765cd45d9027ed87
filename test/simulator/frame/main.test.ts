import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function start(...args: string[]): ChildProcess {
  child = spawn(process.execPath, ['--import', 'tsx', 'testbed/simulator/main.ts', ...args], {
    stdio: 'pipe',
  });
  return child;
}

async function outputUntil(running: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  for (const stream of [running.stdout!, running.stderr!])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  while (!pattern.test(text) && running.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return text;
}

const identity = ['--key-id', 'rzp_test_k', '--key-secret', 's', '--togai-token', 'tok'];

test('started by hand it prints its URLs, answers on both, and ends on SIGTERM', async () => {
  const running = start('--port', '0', ...identity, '--receipt-mode', 'reuse', '--time-scale', '60');
  const printed = await outputUntil(running, /Try/);
  const razorpayUrl = /Razorpay\s+(\S+)/.exec(printed)![1]!;
  const togaiUrl = /Togai\s+(\S+)/.exec(printed)![1]!;
  const basic = `Basic ${Buffer.from('rzp_test_k:s').toString('base64')}`;
  expect((await fetch(`${razorpayUrl}/orders`, { headers: { authorization: basic } })).status).toBe(200);
  expect((await fetch(`${razorpayUrl}/orders`)).status).toBe(401);
  expect((await fetch(`${togaiUrl}/invoices`, { headers: { authorization: 'Bearer tok' } })).status).toBe(
    200,
  );
  running.kill('SIGTERM');
  expect(await once(running, 'exit')).toEqual([0, null]);
});

test.each([
  [['--key-id', 'k', '--key-secret', 's'], /--togai-token/],
  [[...identity, '--receipt-mode', 'sometimes'], /allow, reject, reuse/],
  [[...identity, '--time-scale', '0'], /positive/],
  [[...identity, '--webhook-url', 'http://127.0.0.1:9/'], /secret/],
])('%j is refused with the reason', async (args, reason) => {
  const running = start(...args);
  const closed = once(running, 'close');
  expect(await outputUntil(running, reason)).toMatch(reason);
  await closed;
  expect(running.exitCode).toBe(1);
});
