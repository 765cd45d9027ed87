import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'links-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(files: Record<string, string>): { broken: string[]; code: number | null } {
  const root = mkdtempSync(join(folder, 'run-'));
  mkdirSync(join(root, 'docs'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  const run = spawnSync(process.execPath, ['scripts/check-links.mjs', root], { encoding: 'utf8' });
  return { broken: run.stderr.split('\n').filter((line) => line !== ''), code: run.status };
}

it('follows relative links and anchors as GitHub does, and leaves code and the web alone', () => {
  const readme = [
    '# Payments: what & why?',
    'See [design](docs/design.md#the-centre-look-decide-act), [twice](docs/design.md#twice-1), [top](#payments-what--why).',
    '[folder](docs/), [web](https://example.com/nowhere), `[code](nowhere.md)`, [root](/docs/design.md)',
    '```md\n[sample](nowhere.md)\n```',
    '[ref]: docs/design.md "a title"',
  ].join('\n\n');
  const design = '# The centre: look, decide, act\n## Twice\n## Twice\n[back](../README.md)';
  expect(check({ 'README.md': readme, 'docs/design.md': design })).toEqual({ broken: [], code: 0 });
});

it('names every broken link with its file', () => {
  const readme = '# One\n[a](docs/none.md) [b](docs/design.md#nowhere) [c](#two)\n\n[d]: ./gone.md\n';
  expect(check({ 'README.md': readme, 'docs/design.md': '# Here\n```\n# nowhere\n```' })).toEqual({
    broken: [
      'README.md: docs/none.md: no such file',
      'README.md: docs/design.md#nowhere: no such heading',
      'README.md: #two: no such heading',
      'README.md: ./gone.md: no such file',
    ],
    code: 1,
  });
});
