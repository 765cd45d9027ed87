import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Installs what the lock file names, unless it is there already. npm's words go to stderr: stdout belongs to the command.
 * Not `npm ci`: it refuses a lock file that lacks other platforms' optional binaries, and whether a lock file has them
 * depends on the registry it was written with.
 */
export function ensureInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write('Installing packages ...\n');
  const done = spawnSync('npm', ['install', '--no-save', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) {
    process.stderr.write('npm install failed\n');
    process.exit(1);
  }
}
