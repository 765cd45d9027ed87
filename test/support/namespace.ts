import { setTimeout as wait } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { inject } from 'vitest';
import { setUpTemporal } from '../../platform/temporal/setup.js';

/** Far above what a test does. */
const limits = { razorpay: 1_000, togai: 1_000, both: 1_000 };

/**
 * A namespace of its own on the run's one server: task queues have fixed names, and test files run side by side.
 */
export async function createNamespace(): Promise<{ address: string; namespace: string }> {
  const address = inject('temporalAddress');
  const namespace = `test-${process.pid}-${Date.now().toString(36)}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      // The server refuses less than a day.
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    // A new namespace is known to every part of the server only after its caches were refreshed.
    for (let tries = 1; ; tries += 1) {
      try {
        await setUpTemporal(connection, namespace, { limits });
        return { address, namespace };
      } catch (error) {
        if (!isGrpcServiceError(error) || tries === 100) throw error;
        await wait(100);
      }
    }
  } finally {
    await connection.close();
  }
}
