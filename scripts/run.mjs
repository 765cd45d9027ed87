// Runs a TypeScript entry of this checkout; installs the packages first when they are missing or older than the lock file.
import { spawn } from 'node:child_process';
import { ensureInstalled, root } from './ensure-installed.mjs';

const [entry, ...args] = process.argv.slice(2);
ensureInstalled();
const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0);
});
