import { expect, test } from 'vitest';
import { filesUnder, read, sourceFolders } from './sources.js';

function linesOf(file: string): number {
  return read(file).trimEnd().split('\n').length;
}

const sizes = sourceFolders
  .flatMap(filesUnder)
  .map((file) => ({ file, lines: linesOf(file) }))
  .sort((a, b) => a.lines - b.lines);

function quantile(share: number): number {
  return sizes[Math.ceil(sizes.length * share) - 1]!.lines;
}

test('source files are small: half within 120 lines, nine of ten within 250, none over 400', () => {
  expect(sizes.length).toBeGreaterThan(100);
  expect(quantile(0.5)).toBeLessThanOrEqual(120);
  expect(quantile(0.9)).toBeLessThanOrEqual(250);
  expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
});

test('test files stay readable too: none over 400 lines', () => {
  const long = filesUnder('test').filter((file) => linesOf(file) > 400);
  expect(long).toEqual([]);
});
