import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWorkflowBundle } from '../worker/bundle.js';

/** Compiles what the package ships into `dist/`: JavaScript, declarations, CommonJS files, and the workflow bundle. */
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

// A worker that finds its bundle ready starts in a moment, and every worker of a release runs the same one.
writeFileSync(path.join(dist, 'workflow-bundle.js'), (await buildWorkflowBundle()).code);
