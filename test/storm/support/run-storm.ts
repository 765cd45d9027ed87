import type { ChildProcess } from 'node:child_process';
import { runNode, type Ended } from '../../support/run-node.js';

/** Runs node with these arguments, in this folder, to its end; the child is told for whoever must end it before. */
export function runStorm(
  folder: string,
  args: readonly string[],
  onChild: (child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  // A server of its own: a storm kills the one it has.
  return runNode(args, { folder, onChild, env: { TEMPORAL_ADDRESS: '' } });
}
