import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiles what the package ships into `dist/`: JavaScript and declarations, and the CommonJS files beside them. */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: ['ignore', process.stderr, process.stderr],
});
if (status !== 0) process.exit(status ?? 1);

// Temporal loads the failure converter by path, in CommonJS; tsc does not emit it.
const platform = path.join(root, 'platform');
for (const file of readdirSync(platform, { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.cjs')) cpSync(path.join(platform, file), path.join(dist, 'platform', file));
