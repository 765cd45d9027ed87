import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../platform/telemetry/metrics.js';

const page = readFileSync('docs/metrics.md', 'utf8');
const names = createMetrics()
  .registry.getMetricsAsArray()
  .map(({ name }) => name);

test('every metric of the product is documented, and no other', () => {
  const documented = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(documented).toEqual(names);
});

test('the alert rules ask for metrics that exist', () => {
  const [, yaml = ''] = /```yaml\n([^`]+)```/.exec(page) ?? [];
  const rule = z.object({ expr: z.string(), record: z.string().optional(), alert: z.string().optional() });
  const { groups } = z
    .object({ groups: z.array(z.object({ rules: z.array(rule) })) })
    .parse(parse(yaml) as unknown);
  const rules = groups.flatMap((group) => group.rules);
  const known = [...names, ...rules.flatMap(({ record }) => record ?? [])];
  const asked = rules.flatMap(({ expr }) => expr.match(/payment_orchestrator[\w:]+/g) ?? []);
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  expect(rules.flatMap(({ alert }) => alert ?? [])).toEqual(['PaymentHeld', 'PaymentHeldNotRead']);
});
