import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Ended } from '../support/run-node.js';
import { runStorm as run } from './support/run-storm.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tally = z.record(z.string(), z.int().nonnegative());
const document = z.strictObject({
  weather: z.record(z.string(), z.string()),
  ...{ seed: z.int(), invoices: z.int(), faults: tally, kills: tally, outcomes: tally, lateCases: tally },
  violations: z.array(z.unknown()),
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGTERM');
});

function runStorm(...flags: readonly string[]): Promise<Ended> {
  const args = ['scripts/run.mjs', 'testbed/storm/main.ts', ...flags];
  return run(root, args, (child) => children.push(child));
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

test(
  'a short storm with faults and kills of every process keeps every promise',
  { timeout: 300_000 },
  async () => {
    const invoices = 12;
    const ended = await runStorm(
      '--seed',
      '5',
      '--invoices',
      String(invoices),
      '--time-scale',
      '7200',
      '--json',
    );
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const report = document.parse(JSON.parse(ended.stdout));
    expect(report).toMatchObject({ seed: 5, invoices, violations: [] });
    expect(report.kills).toMatchObject({ worker: 1, receiver: 1, temporal: 1 });
    expect(sum(report.faults)).toBeGreaterThan(0);
    expect(sum(report.outcomes)).toBe(invoices);
    // Holding everything, or collecting nothing, would be no way to pass.
    expect(report.outcomes['paid']).toBeGreaterThan(invoices / 2);
  },
);

test('a storm without a seed does not begin', async () => {
  const ended = await runStorm('--invoices', '3');
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('--seed');
});
