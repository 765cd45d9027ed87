import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The project's, unless told otherwise. */
  readonly folder?: string;
  /** Told of the child, for whoever must end it before. */
  readonly onChild?: (child: ChildProcess) => void;
}

/** Runs Node in a folder to its end. Not synchronously: what it talks to may run in this process. */
export async function runNode(
  args: readonly string[],
  { env = {}, folder = root, onChild = () => undefined }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    ...{ cwd: folder, env: { ...process.env, ...env } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onChild(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
