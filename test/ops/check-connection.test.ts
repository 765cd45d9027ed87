import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../testbed/simulator/server.js';
import { runNode, type Ended } from '../support/run-node.js';

const folder = mkdtempSync(join(tmpdir(), 'check-connection-'));
const file = join(folder, 'config.yaml');
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ keyId: 'rzp_test_Check1', keySecret: 'right', togaiToken: 'token' });
  const connection = (keySecret: string, token: string): object => ({
    environment: 'test',
    razorpay: { keyId: 'rzp_test_Check1', keySecret, webhookSecret: 'whsec', baseUrl: simulator.razorpayUrl },
    togai: { token, webhookSecret: 'shared', baseUrl: simulator.togaiUrl },
    returnUrl: 'https://shop.example/return',
  });
  const config = {
    encryptionKeys: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    publicUrl: 'https://pay.example.com',
    connections: { good: connection('right', 'token'), bad: connection('wrong', 'token') },
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(config));
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

const check = (...args: string[]): Promise<Ended> =>
  runNode(['--import', 'tsx', 'ops/cli/check-connection.ts', '--config', file, ...args]);

test('good credentials: says what to enter at Razorpay, and exits 0', async () => {
  const { code, stdout } = await check('good');
  expect(code).toBe(0);
  expect(stdout).toContain('https://pay.example.com/webhooks/razorpay/good');
  expect(stdout).toMatch(/^ +order\.paid$/m);
  expect(stdout).not.toContain('right');
});

test('a refused key: says which credential, and exits 1', async () => {
  const { code, stdout } = await check('bad', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    connection: 'bad',
    razorpay: { ok: false, detail: expect.stringContaining('CREDENTIALS_REFUSED') as string },
    togai: { ok: true },
  });
});

test('an unknown connection: names the known ones, and exits 1', async () => {
  expect(await check('acme')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'check-connection: there is no connection "acme"; the configuration has good, bad\n',
  });
});
