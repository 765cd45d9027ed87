import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const page = readFileSync('docs/rainy-day.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| failure'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, failure]) => failure !== undefined && !failure.startsWith('**'));
const named = [...page.matchAll(/`(test\/[\w/-]+\.test\.ts)`: “([^”]+)”/g)].map(
  ([, file = '', name = '']) => [name, file] as const,
);

describe('every test that the page names exists', () => {
  test.each(named)('%j in %s', (name, file) => {
    expect(existsSync(file), file).toBe(true);
    const source = readFileSync(file, 'utf8');
    const isTitle = [`'${name}'`, `"${name}"`].some((title) => source.includes(title));
    expect(isTitle, `${file} has no test ${JSON.stringify(name)}`).toBe(true);
  });
});

test.each(rows.map((cells) => [cells[1], cells[6]]))(
  '%s: names its test or says that it is not built',
  (_failure, shown) => {
    expect(shown).toMatch(/^(_not built yet_|`test\/[\w/-]+\.test\.ts`: “[^”]+”)$/);
  },
);

test('the page has rows', () => {
  expect(rows.length).toBeGreaterThan(40);
});
