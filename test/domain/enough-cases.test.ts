import { expect, test } from 'vitest';
import { hintCases } from './support/cases.js';

test('at least 100,000 random histories with hints in any order, repeated and lost end with the same money', () => {
  expect(hintCases).toBeGreaterThanOrEqual(100_000);
});
