import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createNamespace } from '../support/namespace.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = z.strictObject({
  name: z.string(),
  perSecond: z.number().positive(),
  p50Ms: z.number().positive(),
  p95Ms: z.number().positive(),
  transitionsPerInvoice: z.number().positive(),
  eventsPerInvoice: z.number().positive(),
  historyBytesPerInvoice: z.number().positive(),
  submitP50Ms: z.number().positive(),
  providerCallsPerInvoice: z.number(),
});
const document = z.strictObject({
  runs: z.array(run),
  persistence: z.string(),
  ratios: z.strictObject({
    throughputVsFloor: z.number().positive(),
    throughputVsNaive: z.number().positive(),
    transitionsVsNaive: z.number().positive(),
    submitVsFloor: z.number().positive(),
  }),
});

let runs: Map<string, z.output<typeof run>>;

beforeAll(async () => {
  const { address, namespace } = await createNamespace();
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'testbed/bench/main.ts', '--json', '--invoices', '4', '--rounds', '1'],
    {
      cwd: root,
      env: { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(code, stderr).toBe(0);
  runs = new Map(document.parse(JSON.parse(stdout)).runs.map((each) => [each.name, each]));
}, 180_000);

function of(name: string): z.output<typeof run> {
  const found = runs.get(name);
  if (found === undefined) throw new Error(`No run is called ${name}`);
  return found;
}

test('floor does what it must and no more', () => {
  expect(of('floor')).toMatchObject({ transitionsPerInvoice: 6, providerCallsPerInvoice: 0 });
});

test('naive makes one call in each of its steps', () => {
  expect(of('naive').providerCallsPerInvoice).toBe(8);
});

describe('what one paid invoice may cost', () => {
  test('a known customer: 15 transitions, 40 events', () => {
    expect(of('ours').eventsPerInvoice).toBeLessThanOrEqual(40);
    expect(of('ours').transitionsPerInvoice).toBeLessThanOrEqual(15);
  });

  test('a new customer: 21 transitions, 52 events', () => {
    expect(of('ours, new customer').eventsPerInvoice).toBeLessThanOrEqual(52);
    expect(of('ours, new customer').transitionsPerInvoice).toBeLessThanOrEqual(21);
  });

  test('three webhooks and a callback instead of one hint: 7 transitions, 14 events more', () => {
    const [one, four] = [of('ours'), of('ours, three webhooks and a callback')];
    expect(four.transitionsPerInvoice - one.transitionsPerInvoice).toBeLessThanOrEqual(7);
    expect(four.eventsPerInvoice - one.eventsPerInvoice).toBeLessThanOrEqual(14);
  });
});
