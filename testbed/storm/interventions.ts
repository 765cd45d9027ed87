import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { businessNow } from '../../domain/clock.js';
import { countUp, type Tally } from './tally.js';
import type { Billed } from './invoices.js';
import type { World } from './world.js';

/**
 * What is done to collections from outside, as the Temporal UI's buttons and the client's `cancelCollection` do it.
 * @param cancelled when each invoice was given up; business time, Unix milliseconds
 */
export async function intervene(
  world: World,
  { invoiceId, plan }: Billed,
  tally: Tally,
  cancelled: Map<string, number>,
): Promise<void> {
  const { intervention } = plan;
  if (intervention === 'cancel_in_temporal' || intervention === 'cancel_by_client')
    cancelled.set(invoiceId, businessNow(world.time, world.clock.now()));
  if (intervention === 'none') return;
  const workflowId = invoicePaymentWorkflowId(world.connection, invoiceId);
  try {
    switch (intervention) {
      case 'terminate':
        await world.client.workflow.getHandle(workflowId).terminate('storm');
        break;
      case 'cancel_in_temporal':
        await world.client.workflow.getHandle(workflowId).cancel();
        break;
      case 'cancel_by_client':
        await world.orchestrator.cancelCollection({
          ...{ connection: world.connection, invoiceId, reason: 'storm' },
        });
        break;
      case 'reset':
        await reset(world.client, workflowId, plan.resetAt);
    }
    countUp(tally, intervention);
  } catch {
    // There is nothing to do it to, or Temporal is away: an operator would see an error and go on.
  }
}

/** The Temporal UI's Reset: begins again after one of the workflow tasks that were completed. */
async function reset(client: Client, workflowId: string, thousandth: number): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes != null);
  const chosen = tasks[Math.floor((tasks.length * thousandth) / 1000)];
  if (chosen === undefined) throw new Error(`${workflowId} has not begun`);
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'storm',
    requestId: randomUUID(),
    workflowTaskFinishEventId: chosen.eventId ?? null,
  });
}
