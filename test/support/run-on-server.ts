import { createNamespace } from './namespace.js';
import { runNode, type Ended } from './run-node.js';

/** Runs one of the testbed's commands to its end, in a namespace of its own on the suite's Temporal server. */
export async function runOnServer(main: string, flags: readonly string[]): Promise<Ended> {
  const { address, namespace } = await createNamespace();
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  return runNode(['scripts/run.mjs', main, ...flags], { env });
}
