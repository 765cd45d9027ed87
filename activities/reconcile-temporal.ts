import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import type { Activities } from '../contracts/activities.js';
import type { CollectionOutcome } from '../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import { invoicePaymentStart } from '../contracts/invoice-payment-start.js';
import { hintSignal } from '../contracts/messages.js';
import { workflowTypes } from '../contracts/names.js';
import type { CollectionStanding, KnownPayment } from '../contracts/reconciliation.js';
import { keptOutcomeSchema } from '../contracts/schemas/kept-outcome.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { latestRun } from '../platform/temporal/latest-run.js';
import { isOpen } from '../platform/temporal/open-status.js';
import { signalRunning } from '../platform/temporal/signal-running.js';
import { withinDeadline } from './within-deadline.js';

/** Payments asked for in one query. */
const ASKED_AT_ONCE = 25;

/** Temporal: where the collections of these invoices stand. */
export function standingsOf(): Activities['standingsOf'] {
  return ({ connection, invoiceIds }) =>
    withinDeadline((client) =>
      Promise.all(
        invoiceIds.map(async (invoiceId) => {
          const found = await described(client, invoicePaymentWorkflowId(connection, invoiceId));
          return found
            ? standingOf(invoiceId, found)
            : { invoiceId, standing: 'unknown', outcome: undefined };
        }),
      ),
    );
}

async function described(
  client: Client,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function standingOf(invoiceId: string, found: WorkflowExecutionDescription): CollectionStanding {
  const status = found.status.name;
  const outcome = toOutcome(found.typedSearchAttributes.get(keys.outcome));
  if (isOpen(found.status) || status === 'CONTINUED_AS_NEW')
    return { invoiceId, standing: 'running', outcome: undefined };
  return { invoiceId, standing: status === 'COMPLETED' ? 'ended' : 'stopped', outcome };
}

function toOutcome(value: string | undefined): CollectionOutcome | undefined {
  return keptOutcomeSchema.safeParse({
    ...{ outcome: value, keptPaymentIds: [], amount: 0, recordedByUs: 0 },
  }).data?.outcome;
}

/** Temporal: which collections have seen these payments. Visibility is a second or two behind. */
export function knownPayments(): Activities['knownPayments'] {
  return ({ connection, paymentIds }) =>
    withinDeadline(async (client) => {
      const known = new Map<string, KnownPayment>();
      for (let start = 0; start < paymentIds.length; start += ASKED_AT_ONCE) {
        const asked = paymentIds.slice(start, start + ASKED_AT_ONCE);
        for await (const { workflowId, typedSearchAttributes } of client.workflow.list({
          query: toQuery(connection, asked),
        })) {
          const invoiceId = typedSearchAttributes.get(keys.invoiceId);
          const seen = typedSearchAttributes.get(keys.paymentIds) ?? [];
          const ids = asked.filter((id) => seen.includes(id) && known.get(id)?.standing !== 'counted');
          if (invoiceId === undefined || ids.length === 0) continue;
          const { standing, counted } = await latestRun(client, workflowId);
          for (const paymentId of ids)
            known.set(paymentId, {
              ...{ paymentId, invoiceId, counted },
              standing: counted?.paymentIds.includes(paymentId) ? 'counted' : standing,
            });
        }
      }
      return [...known.values()];
    });
}

/** Ids come from Razorpay's own list; a quote in one would only end its part of the query. */
function toQuery(connection: string, paymentIds: readonly string[]): string {
  const ids = paymentIds.map((id) => `'${id.replaceAll("'", '')}'`).join(', ');
  return [
    `WorkflowType = '${workflowTypes.invoicePayment}'`,
    `${keys.connection.name} = '${connection}'`,
    `${keys.paymentIds.name} IN (${ids})`,
  ].join(' AND ');
}

/** Temporal: starts a collection. Doing it twice is harmless. */
export function startCollection(): Activities['startCollection'] {
  return ({ late, ...request }) =>
    withinDeadline(async (client) => {
      const options = invoicePaymentStart({ ...request, ...(late && { late }) });
      await client.workflow.start(workflowTypes.invoicePayment, options);
    });
}

/** Temporal: makes a running collection look. */
export function hintCollection(): Activities['hintCollection'] {
  return ({ connection, invoiceId, hint }) =>
    withinDeadline((client) =>
      signalRunning(client, invoicePaymentWorkflowId(connection, invoiceId), hintSignal, hint),
    );
}
