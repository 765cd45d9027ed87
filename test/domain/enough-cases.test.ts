import { expect, test } from 'vitest';
import { cases } from './support/cases.js';

test('the properties of the decision have at least 100,000 cases together', () => {
  expect(Object.values(cases).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(100_000);
});
