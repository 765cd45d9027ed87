import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { nanoid } from 'nanoid';
import { onTestFinished } from 'vitest';
import { startReceiver, type TestReceiver } from './receiver.js';

/** A receiver that starts workflows where nobody works: that they are started is all there is to see. */
export function receiverWithoutWorkers(client: Client): Promise<TestReceiver> {
  return startReceiver(client, { taskQueue: `nobody-${nanoid(6)}` });
}

/** An id in Razorpay's form that nobody else has. @param prefix e.g. `pay_` */
export function anId(prefix: string): string {
  return `${prefix}${nanoid(40)
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 14)}`;
}

/** A workflow that was started, ended with the test; undefined when it was not. */
export async function startedBy(
  client: Client,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  const handle = client.workflow.getHandle(workflowId);
  const there = await handle.describe().catch(() => undefined);
  if (there?.status.name === 'RUNNING') onTestFinished(() => handle.terminate('test').then(() => undefined));
  return there;
}
