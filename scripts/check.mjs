// Types, lint, format and the links of the documentation. Runs all of them, then says which failed.
import { spawnSync } from 'node:child_process';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const bin = (file) => `node_modules/${file}`;
const checks = [
  { name: 'types', command: [bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'lint', command: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'format', command: [bin('prettier/bin/prettier.cjs'), '--check', '.'] },
  { name: 'documentation links', command: ['scripts/check-links.mjs'] },
];
const results = checks.map(({ name, command }) => {
  process.stdout.write(`== ${name}\n`);
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { name, ok: status === 0 };
});
for (const { name, ok } of results) process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name}\n`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
