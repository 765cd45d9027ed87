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
  paidOnce: z.number(),
  violations: z.array(z.string()),
});

test.each([
  // The looks that wait for it all ask once more when it is back.
  ['razorpay', 'too_many_requests', '50', 200],
  // A capture is preceded by a read, and followed by a mark that reads before and after.
  ['togai', 'server_error_html', '200', 800],
])(
  '200 collections that all want something of %s stay within half of what it allows while it is away, and when it is back',
  { timeout: 300_000 },
  async (provider, fault, allowed, atLeast) => {
    const asked = ['--invoices', '200', '--allowed', allowed, '--provider', provider, '--fault', fault];
    const ended = await runOnServer('testbed/outage/main.ts', ['--json', ...asked]);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const report = document.parse(JSON.parse(ended.stdout));
    expect(report).toMatchObject({ invoices: 200, provider, fault, paidOnce: 200, violations: [] });
    expect(report.calls.back).toBeGreaterThanOrEqual(atLeast);
  },
);
