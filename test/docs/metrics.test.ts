import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMetrics } from '../../platform/telemetry/metrics.js';

const page = readFileSync('docs/metrics.md', 'utf8');
const names = createMetrics()
  .registry.getMetricsAsArray()
  .map(({ name }) => name);

test('every metric of the product is documented, and no other', () => {
  const documented = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(documented).toEqual(names);
});
