import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseKeyRing } from '../../platform/temporal/key-ring.js';
import { holdUntil, released, submit } from '../flows/support/holding.js';
import { bill, useStage } from '../flows/support/shop.js';
import { runNode, type Ended } from '../support/run-node.js';

const folder = mkdtempSync(join(tmpdir(), 'release-connection-'));
const file = join(folder, 'config.yaml');
const encryptionKeys = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const stage = useStage({ keyRing: parseKeyRing(encryptionKeys), policy: { firstLookSeconds: 86_400 } });

beforeAll(() => {
  const { config, connection } = stage();
  const { environment, razorpay, togai, returnUrl } = config.connections.get(connection)!;
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({
      ...{ encryptionKeys, publicUrl: 'https://pay.example.com' },
      connections: {
        [connection]: {
          ...{ environment, returnUrl },
          razorpay: { keyId: razorpay.keyId, keySecret: razorpay.keySecret, webhookSecret: 'whsec' },
          togai: { token: togai.token, webhookSecret: 'shared', baseUrl: togai.baseUrl },
        },
      },
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function release(...args: string[]): Promise<Ended> {
  const { address, namespace } = stage().config.temporal;
  const command = ['--import', 'tsx', 'ops/cli/release-connection.ts', '--config', file, ...args];
  return runNode(command, { env: { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } });
}

test('shows why a connection is held, releases it with a reason, and says when there is nothing to release', async () => {
  const { connection, simulator } = stage();
  simulator.razorpay.refuseMerchant('merchant_not_activated');
  await submit(stage(), await bill(stage()), 'a');
  const { nextProbe } = await holdUntil(stage(), { state: 'held' });
  const shown = await release(connection, '--show');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toContain('merchant_not_activated');
  expect(shown.stdout).toContain(`next probe at ${new Date(nextProbe).toISOString()}`);
  expect(await stage().orchestrator.getConnectionHold(connection)).toMatchObject({ state: 'held' });

  const done = await release(connection, '--reason', 'Razorpay activated us');
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(done.stdout).toContain('Released');
  expect(await released(stage())).toMatchObject({
    release: { by: 'operator', why: 'Razorpay activated us' },
  });

  expect(await release(connection)).toEqual({
    ...{ code: 0, stderr: '' },
    stdout: `Connection ${connection} is not held\n`,
  });
});
