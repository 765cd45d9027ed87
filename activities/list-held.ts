import type { Client } from '@temporalio/client';
import type { Activities } from '../contracts/activities.js';
import { workflowTypes } from '../contracts/names.js';
import type { HeldWorkflow, ReconciliationReport } from '../contracts/reconciliation.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { HOUR, SECOND } from '../domain/clock.js';
import { heldLongest, isToldNow } from '../domain/held.js';
import { showHeld } from '../platform/telemetry/show-held.js';
import { OPEN_STATUS } from '../platform/temporal/open-status.js';
import type { ActivityDependencies } from './dependencies.js';
import { withinDeadline } from './within-deadline.js';

/** Ten pages of visibility. Where more is held, something is wrong with all of it, and any of it tells what. */
const MOST_READ = 10_000;

/**
 * Temporal: what of a connection waits for a person. The log is told of each that began to, or that has for another full day
 * since the last run; the gauges show all. Visibility is a second or two behind.
 */
export function listHeld({
  clock,
  logger,
  metrics,
}: Pick<ActivityDependencies, 'clock' | 'logger' | 'metrics'>): Activities['listHeld'] {
  return ({ connection, now }) =>
    withinDeadline(async (client) => {
      const query = toQuery(connection);
      const held: HeldWorkflow[] = [];
      for await (const { workflowId, startTime, typedSearchAttributes } of client.workflow.list({ query })) {
        const since = typedSearchAttributes.get(keys.heldSince);
        held.push({
          ...{ workflowId, invoiceId: typedSearchAttributes.get(keys.invoiceId) },
          reason: typedSearchAttributes.get(keys.heldReason) ?? 'unknown',
          // One that was held by an older version, or in this moment, does not say it yet.
          since: since === undefined ? startTime.getTime() : Date.parse(since),
        });
        if (held.length === MOST_READ) break;
      }
      const total = held.length < MOST_READ ? held.length : (await client.workflow.count(query)).count;
      const before = (await lastRunBegan(client, connection)) ?? now - HOUR;
      await showHeld(metrics, { connection, held, now, readAt: clock.now() });
      for (const { workflowId, reason, since } of held.filter((each) => isToldNow(each, before, now)))
        logger.warn(
          {
            ...{ connection, workflowId, reason, since: new Date(since).toISOString() },
            ageSeconds: Math.floor((now - since) / SECOND),
          },
          'held: waits for a person',
        );
      return { total, oldest: heldLongest(held) };
    });
}

/**
 * When the last reconciliation that came to its end began, of the schedule or by hand: business time. Without one, or when
 * its report cannot be read, this one answers for the hour that lies between two.
 */
async function lastRunBegan(client: Client, connection: string): Promise<number | undefined> {
  const query = [
    `WorkflowType = '${workflowTypes.reconcile}'`,
    `ExecutionStatus = 'Completed'`,
    `${keys.connection.name} = '${connection}'`,
  ].join(' AND ');
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1 })) {
    const run = client.workflow.getHandle<() => Promise<ReconciliationReport>>(workflowId, runId);
    return run.result().then(
      ({ startedAt }) => startedAt,
      () => undefined,
    );
  }
  return undefined;
}

/** While a step of what is held is under way its state says so; its reason stays. A connection's name holds no quote. */
function toQuery(connection: string): string {
  const { invoicePayment, customerSync, strayPayment, connectionHold } = workflowTypes;
  const types = [invoicePayment, customerSync, strayPayment, connectionHold];
  return [
    `WorkflowType IN (${types.map((type) => `'${type}'`).join(', ')})`,
    OPEN_STATUS,
    `${keys.connection.name} = '${connection}'`,
    `${keys.heldReason.name} IS NOT NULL`,
  ].join(' AND ');
}
