import { spawn, type ChildProcess } from 'node:child_process';

export interface EndedStorm {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs node with these arguments, in this folder, to its end; the child is told for whoever must end it before. */
export async function runStorm(
  folder: string,
  args: readonly string[],
  onChild: (child: ChildProcess) => void = () => undefined,
): Promise<EndedStorm> {
  const child = spawn(process.execPath, args, {
    // A server of its own: a storm kills the one it has.
    ...{ cwd: folder, env: { ...process.env, TEMPORAL_ADDRESS: '' } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onChild(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
