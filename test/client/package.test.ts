import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));
let consumer: string;

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
}

/** The packed tarball in a project of its own, with nothing at hand but its declared dependencies; no network. */
beforeAll(() => {
  consumer = mkdtempSync(path.join(tmpdir(), 'consumer-'));
  run('npm', ['pack', '--pack-destination', consumer], root);
  const tarball = readdirSync(consumer).find((file) => file.endsWith('.tgz')) ?? '';
  cpSync(path.join(root, 'test/consumer'), consumer, { recursive: true });
  const modules = path.join(consumer, 'node_modules');
  const own = path.join(modules, 'payment-orchestrator');
  mkdirSync(own, { recursive: true });
  run('tar', ['-xzf', path.join(consumer, tarball), '-C', own, '--strip-components=1'], consumer);
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(path.join(own, 'package.json'), 'utf8')));
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }
});

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

describe('the packed tarball', () => {
  it('holds the product and neither tests nor testbed', () => {
    const dist = path.join(consumer, 'node_modules/payment-orchestrator/dist');
    expect(existsSync(path.join(dist, 'client/index.d.ts'))).toBe(true);
    expect(readdirSync(dist)).not.toEqual(expect.arrayContaining(['test']));
    expect(readdirSync(dist)).not.toEqual(expect.arrayContaining(['testbed']));
  });

  it('compiles and runs in a project of somebody else', () => {
    run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], consumer);
    const printed = run(process.execPath, ['out/backend.js'], consumer, {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: inject('temporalNamespace'),
    });
    expect(JSON.parse(printed)).toEqual({
      invalid: 'INVALID_INPUT payment.method',
      started: expect.stringMatching(/^invoice-payment\/acme\/consumer-\d+$/) as unknown,
      unknown: 'COLLECTION_NOT_FOUND',
    });
  });
});
