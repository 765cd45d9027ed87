import { expect } from 'vitest';
import type { InvoiceRequest } from '../../../contracts/requests.js';
import { ref } from '../../flows/support/shop.js';
import type { Stage } from '../../support/stage.js';
import { completedTask, eventsOf, resetTo, runIdOf, workflowIdOf } from './runs.js';

/**
 * Resets the collection's present run to each of its steps, one after another.
 * @param over it has more steps than so many, or the test would show nothing
 */
export async function toEveryStep(
  { client }: Stage,
  invoice: InvoiceRequest,
  then: (eventId: string) => Promise<void>,
  over = 4,
): Promise<void> {
  const workflowId = workflowIdOf(invoice);
  const runId = await runIdOf(client, workflowId);
  const steps = (await eventsOf(client, workflowId, runId)).filter(completedTask);
  expect(steps.length).toBeGreaterThan(over);
  for (const step of steps) {
    await resetTo(client, workflowId, runId, step);
    await then(String(step.eventId));
  }
}

/** Togai is asked again only now and then; a run that is reset to its last steps may have ended already. */
export async function readAgain({ orchestrator }: Stage, invoice: InvoiceRequest): Promise<void> {
  await orchestrator.lookAgain(ref(invoice)).catch(() => undefined);
}
