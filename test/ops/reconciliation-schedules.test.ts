import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createNamespace } from '../support/namespace.js';

const run = promisify(execFile);

it('schedules the reconciliation of the configured connections, however often it is asked', async () => {
  const { address, namespace } = await createNamespace();
  const env = {
    ...process.env,
    PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  };
  const setUp = async (): Promise<string> => {
    const args = ['--address', address, '--namespace', namespace, '--config', 'config.simulator.yaml'];
    return (await run(process.execPath, ['--import', 'tsx', 'ops/cli/setup-temporal.ts', ...args], { env }))
      .stdout;
  };
  expect(await setUp()).toContain('schedules: reconcile/acme\n');
  expect(await setUp()).toContain('schedules: reconcile/acme\n');
});
