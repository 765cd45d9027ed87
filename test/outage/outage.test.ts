import { expect, test } from 'vitest';
import { z } from 'zod';
import { runOnServer } from '../support/run-on-server.js';

const document = z.strictObject({
  invoices: z.number(),
  provider: z.string(),
  fault: z.string(),
  allowed: z.number(),
  limits: z.strictObject({ razorpay: z.number(), togai: z.number(), both: z.number() }),
  peakPerSecond: z.number().positive(),
  seconds: z.strictObject({ away: z.number().positive(), back: z.number().positive() }),
  calls: z.strictObject({ away: z.number().positive(), back: z.number().positive() }),
  callsByWorker: z.array(z.number()),
  paidOnce: z.number(),
  violations: z.array(z.string()),
});

test.each([
  // The looks that wait for it all ask once more when it is back.
  ['razorpay', '1', 'too_many_requests', '50', 200],
  // A mark reads, notes what it is for, writes, and reads again; Razorpay has captured by itself.
  ['togai', '1', 'server_error_html', '200', 800],
  // So little is allowed that a limit for each worker alone would be too much for longer than a queue may burst.
  ['togai', '2', 'server_error_html', '40', 800],
])(
  '200 collections that all want something of %s stay within half of what it allows while it is away, and when it is back (workers: %s)',
  { timeout: 300_000 },
  async (provider, workers, fault, allowed, atLeast) => {
    const asked = ['--invoices', '200', '--allowed', allowed, '--provider', provider, '--fault', fault];
    const flags = ['--json', '--workers', workers, ...asked];
    const ended = await runOnServer('testbed/outage/main.ts', flags);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const report = document.parse(JSON.parse(ended.stdout));
    expect(report).toMatchObject({ invoices: 200, provider, fault, paidOnce: 200, violations: [] });
    expect(report.calls.back).toBeGreaterThanOrEqual(atLeast);
    expect(report.callsByWorker).toHaveLength(Number(workers));
    // A limit for each worker alone would not be seen beside one that has nothing to do.
    expect(Math.min(...report.callsByWorker)).toBeGreaterThan(atLeast / 10);
  },
);

test('more workers than one machine should run are refused before anything starts', async () => {
  const ended = await runOnServer('testbed/outage/main.ts', ['--invoices', '1', '--workers', '5']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('must be at most 4');
});
