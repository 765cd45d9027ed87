import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../contracts/errors.js';
import { heldReasons } from '../../contracts/held-reasons.js';
import { filesUnder, read, sourceFolders } from './sources.js';

const page = read('docs/errors.md');

/** The rows of the table under a heading, as cells without their Markdown. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading));
  return (section ?? '')
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

describe('docs/errors.md', () => {
  const codes = rowsUnder('Error codes');
  const reasons = rowsUnder('Held reasons');

  test('has one row for each error code, and no other', () => {
    expect(codes.map(([code]) => code).sort()).toEqual(Object.keys(errorCodes).sort());
  });

  test.each(Object.entries(errorCodes))('tells of %s what the code says', (code, { retryable, text }) => {
    const row = codes.find(([name]) => name === code);
    expect(row).toHaveLength(4);
    expect(row?.[1]).toBe(text);
    expect(row?.[2]).toBe(retryable ? 'yes' : 'no');
    expect(row?.[3]?.length, 'says what to do').toBeGreaterThan(15);
  });

  test('has one row for each held reason, with the words an operator reads', () => {
    expect(Object.fromEntries(reasons)).toEqual(heldReasons);
  });

  test('says how many there are', () => {
    expect(page).toContain(`${Object.keys(errorCodes).length} error codes`);
    expect(page).toContain(`${Object.keys(heldReasons).length} held reasons`);
  });
});

test('each code and each reason is used: a documented one that nobody raises would mislead', () => {
  const raising = sourceFolders.filter((folder) => folder !== 'contracts' && folder !== 'testbed');
  const code = raising.flatMap(filesUnder).map(read).join('\n');
  const names = [...Object.keys(errorCodes), ...Object.keys(heldReasons)];
  expect(names.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
});
