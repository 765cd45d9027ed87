import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Ended } from '../support/run-node.js';
import { runOnServer } from '../support/run-on-server.js';

const document = z.strictObject({
  invoices: z.number(),
  webhooks: z.number(),
  duplicates: z.number(),
  answers: z.record(z.string(), z.number()),
  seconds: z.number().positive(),
  signals: z.number(),
  maxHistoryEvents: z.number().positive(),
  paidOnce: z.number(),
  violations: z.array(z.string()),
});

const runFlood = (...flags: readonly string[]): Promise<Ended> =>
  runOnServer('testbed/flood/main.ts', ['--json', ...flags]);

describe('a flood of webhooks, half of them duplicates, most before anybody has paid', () => {
  test.each([
    { invoices: 60, webhooks: 600, most: 150 },
    { invoices: 1, webhooks: 2_000, most: 700 },
  ])(
    '$webhooks over $invoices: each is answered, each invoice is paid once, no history grows long',
    { timeout: 180_000 },
    async ({ invoices, webhooks, most }) => {
      const ended = await runFlood('--invoices', String(invoices), '--webhooks', String(webhooks));
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      const report = document.parse(JSON.parse(ended.stdout));
      expect(report).toMatchObject({
        ...{ invoices, webhooks, duplicates: webhooks / 2 },
        ...{ paidOnce: invoices, violations: [] },
      });
      expect(report.answers['200']).toBe(webhooks);
      expect(report.maxHistoryEvents).toBeLessThan(most);
      // A duplicate costs nothing once its original was accepted; beside it, it may cost a signal.
      expect(report.signals).toBeLessThan(0.75 * webhooks);
      // The receiver gives an invoice four signals a second at most.
      expect(report.signals).toBeLessThanOrEqual(invoices * (4 * report.seconds + 2));
      expect(report.signals).toBeGreaterThanOrEqual(invoices);
    },
  );
});

test('a flood that cannot be dealt out is refused before anything starts', async () => {
  const ended = await runFlood('--invoices', '10', '--webhooks', '8');
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('fewer than two webhooks for each invoice');
});
