import type { Client } from '@temporalio/client';
import { expect } from 'vitest';
import type { InvoiceRequest } from '../../../contracts/requests.js';
import { completedTask, eventsOf, resetTo, runIdOf, workflowIdOf } from './runs.js';

/** Resets the collection's present run to each of its steps, one after another. */
export async function toEveryStep(
  client: Client,
  invoice: InvoiceRequest,
  then: (eventId: string) => Promise<void>,
): Promise<void> {
  const workflowId = workflowIdOf(invoice);
  const runId = await runIdOf(client, workflowId);
  const steps = (await eventsOf(client, workflowId, runId)).filter(completedTask);
  expect(steps.length).toBeGreaterThan(4);
  for (const step of steps) {
    await resetTo(client, workflowId, runId, step);
    await then(String(step.eventId));
  }
}
