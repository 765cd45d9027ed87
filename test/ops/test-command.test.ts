import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'test-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runSuite(name: string, content: string): Promise<{ lastLine: string; code: number }> {
  const root = mkdtempSync(join(folder, `${name}-`));
  writeFileSync(join(root, 'sample.test.mjs'), content);
  return new Promise((resolve) => {
    const args = ['scripts/test.mjs', '--root', root, '--globals'];
    execFile(process.execPath, args, { env: { ...process.env, VITEST: '' } }, (error, stdout) => {
      const lines = stdout.trimEnd().split('\n');
      resolve({ lastLine: lines.at(-1) ?? '', code: error === null ? 0 : 1 });
    });
  });
}

const good = `it('is good', () => {});`;

it.concurrent.each([
  ['passing', `${good} it('too', () => {});`, '2 passed, 0 failed', 0],
  ['failing', `${good} it('is bad', () => { throw new Error('x'); });`, '1 passed, 1 failed', 1],
  ['hook', `${good} beforeAll(() => { throw new Error('x'); });`, '0 passed, 1 failed', 1],
  ['import', `import './nowhere.mjs'; ${good}`, '0 passed, 1 failed', 1],
  [
    'unhandled',
    `it('leaks', async () => { Promise.reject(new Error('x')); await new Promise((r) => setTimeout(r, 50)); });`,
    '1 passed, 1 failed',
    1,
  ],
  ['empty', `export {};`, '0 passed, 1 failed', 1],
  ['skipped', `it.skip('is skipped', () => {});`, '0 passed, 0 failed', 1],
])('counts a %s suite', async (name, content, lastLine, code) => {
  expect(await runSuite(name, content)).toEqual({ lastLine, code });
});
