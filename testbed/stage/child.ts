import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One process of the product, which can be killed and started again. */
export interface Child {
  readonly name: string;
  /** Starts it and waits until it says that it is ready. @throws Error with its last words when it ends instead */
  start(): Promise<void>;
  /** `kill -9`; nothing to kill is no failure. */
  kill(): Promise<void>;
  isRunning(): boolean;
}

export interface ChildOptions {
  readonly name: string;
  /** Path from the root of the checkout, and arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What its log says when it works. */
  readonly readyWords: string;
  /** Everything it says goes to the end of this file. */
  readonly logFile: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Real milliseconds; a machine that is busy needs a while to load the sources. */
const READY_WITHIN_MS = 90_000;
const WORDS_KEPT = 4_000;

/** Nothing that was started may outlive this process. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export function createChild(options: ChildOptions): Child {
  let current: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = createWriteStream(options.logFile, { flags: 'a' });
    const child = spawn(process.execPath, ['--import', 'tsx', ...options.command], {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    current = child;
    alive.add(child);
    let words = '';
    await new Promise<void>((resolve, reject) => {
      const overdue = setTimeout(() => {
        child.kill('SIGKILL');
      }, READY_WITHIN_MS);
      const hear = (chunk: Buffer): void => {
        log.write(chunk);
        words = (words + chunk.toString()).slice(-WORDS_KEPT);
        if (!words.includes(options.readyWords)) return;
        clearTimeout(overdue);
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(overdue);
        alive.delete(child);
        if (current === child) current = undefined;
        log.end();
        reject(new Error(`${options.name} ended (${String(code ?? signal)}) before it worked:\n${words}`));
      });
    });
  }

  return {
    name: options.name,
    start,
    isRunning: () => current !== undefined,
    kill: async () => {
      const child = current;
      if (child === undefined) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}
