// Runs a TypeScript entry of this checkout; installs the packages first when they are missing or older than the lock file.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './ensure-installed.mjs';

const [entry, ...args] = process.argv.slice(2);
ensureInstalled();
process.chdir(root);
const script = join(root, entry);
process.argv = [process.execPath, script, ...args];
// Not `--import tsx`: threads of the Temporal worker inherit that, and run nothing but bundled JavaScript.
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(script).href);
