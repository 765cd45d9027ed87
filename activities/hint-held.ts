import type { Activities } from '../contracts/activities.js';
import type { Hint } from '../contracts/collection.js';
import type { HeldReason } from '../contracts/held-reasons.js';
import { workflowTypes } from '../contracts/names.js';
import { hintSignal } from '../contracts/messages.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { listPage } from '../platform/temporal/list-page.js';
import { OPEN_STATUS } from '../platform/temporal/open-status.js';
import { signalRunning } from '../platform/temporal/signal-running.js';
import { withinDeadline } from './within-deadline.js';

const hint: Hint = { evidence: 'reconciliation', event: 'connection.released' };

/**
 * Temporal: makes one page of the collections, and of the syncs of customers, look that are held for these reasons.
 * Visibility is a second or two behind: one that went on meanwhile looks once for nothing.
 */
export function hintHeld(): Activities['hintHeld'] {
  return ({ connection, reasons, limit, next }) =>
    withinDeadline(async (client) => {
      const query = toQuery(connection, reasons);
      const page = await listPage(client, { query, pageSize: limit, token: next });
      const told = await Promise.all(
        page.executions.map(({ execution }) =>
          signalRunning(client, execution?.workflowId ?? '', hintSignal, hint),
        ),
      );
      return { hinted: told.filter(Boolean).length, next: page.next };
    });
}

/** A connection's name holds no quote, and reasons are ours. */
function toQuery(connection: string, reasons: readonly HeldReason[]): string {
  const types = [workflowTypes.invoicePayment, workflowTypes.customerSync];
  return [
    `WorkflowType IN (${quoted(types)})`,
    OPEN_STATUS,
    `${keys.connection.name} = '${connection}'`,
    `${keys.heldReason.name} IN (${quoted(reasons)})`,
  ].join(' AND ');
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
