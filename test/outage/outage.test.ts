import { expect, test } from 'vitest';
import { z } from 'zod';
import { runOnServer } from '../support/run-on-server.js';

const document = z.strictObject({
  invoices: z.number(),
  fault: z.string(),
  limit: z.number(),
  peakPerSecond: z.number().positive(),
  seconds: z.strictObject({ away: z.number().positive(), back: z.number().positive() }),
  calls: z.strictObject({ away: z.number().positive(), back: z.number().positive() }),
  paidOnce: z.number(),
  violations: z.array(z.string()),
});

test(
  '200 collections that all want to look stay within the limit while Razorpay is away, and when it is back',
  { timeout: 300_000 },
  async () => {
    const flags = ['--json', '--invoices', '200', '--limit', '20'];
    const ended = await runOnServer('testbed/outage/main.ts', flags);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const report = document.parse(JSON.parse(ended.stdout));
    expect(report).toMatchObject({
      invoices: 200,
      fault: 'too_many_requests',
      paidOnce: 200,
      violations: [],
    });
    // Each waited for its turn at least once.
    expect(report.calls.back).toBeGreaterThanOrEqual(200);
  },
);
