import { Connection } from '@temporalio/client';
import type { TestProject } from 'vitest/node';
import { findTemporalServer } from '../../platform/temporal/server.js';
import { setUpTemporal } from '../../platform/temporal/setup.js';
import { loadWorkflowBundle } from '../../worker/bundle.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** host:port of the one Temporal server of this test run. */
    temporalAddress: string;
    temporalNamespace: string;
    /** Whether the run started the server itself, so that a test may rely on its settings. */
    temporalOwned: boolean;
  }
}

/** Far above what a test does: a test that measures a limit sets its own on its own queue. */
const limits = { razorpay: 1_000, togai: 1_000, both: 1_000 };

/**
 * One server and one bundle of the workflow code for the whole run: what several test files start or make at once fights for
 * two cores, and on a fresh checkout their time limits would pass meanwhile.
 */
export default async function startTemporal(project: TestProject): Promise<() => Promise<void>> {
  await loadWorkflowBundle();
  const server = await findTemporalServer({
    log: (line) => process.stderr.write(`${line}\n`),
    // Tests make namespaces of their own.
    registersWhileRunning: true,
  });
  const connection = await Connection.connect({ address: server.address });
  try {
    await setUpTemporal(connection, server.namespace, { limits });
  } finally {
    await connection.close();
  }
  project.provide('temporalAddress', server.address);
  project.provide('temporalNamespace', server.namespace);
  project.provide('temporalOwned', server.owned);
  return () => server.stop();
}
