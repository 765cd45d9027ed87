import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createNamespace } from './namespace.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the testbed's commands to its end, in a namespace of its own on the suite's Temporal server. */
export async function runOnServer(main: string, flags: readonly string[]): Promise<Ended> {
  const { address, namespace } = await createNamespace();
  const child = spawn(process.execPath, ['scripts/run.mjs', main, ...flags], {
    cwd: root,
    env: { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
