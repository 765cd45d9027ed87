import { setTimeout as wait } from 'node:timers/promises';
import { WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import type { CollectionResult } from '../../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { workflowTypes } from '../../contracts/names.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { isOpenStatus } from '../../domain/collectable.js';
import { inLanes } from '../flood/lanes.js';
import type { End } from './audit.js';
import { readBooks } from './books.js';
import type { Billed } from './invoices.js';
import { countUp, type Tally } from './tally.js';
import type { World } from './world.js';

/** Collections asked about at the same time. */
const LANES = 8;
/** Real milliseconds between two rounds of asking. */
const GAP_MS = 1_500;
/** Held collections look again every day: only what is held longer than that waits for a person. Business milliseconds. */
const HELD_FOR_GOOD_MS = 26 * 3_600_000;

/**
 * Waits until every collection has ended or is held for good. Those that a reconciliation only lists are started again, as
 * their caller or an operator would: nothing was begun at Razorpay, or nothing is due.
 * @param withinMs real milliseconds; what is open then stays open
 */
export async function settle(
  world: World,
  invoices: readonly Billed[],
  options: {
    readonly withinMs: number;
    readonly restarts: Tally;
    readonly log: (line: string) => void;
  },
): Promise<Map<string, End>> {
  const begun = performance.now();
  const since = (): number => performance.now() - begun;
  const ends = new Map<string, End>();
  for (let last = -1; ;) {
    const waiting = invoices.filter(({ invoiceId }) => ends.get(invoiceId)?.kind !== 'ended');
    await inLanes(waiting, LANES, async (invoice) => {
      ends.set(invoice.invoiceId, await endOf(world, invoice, options.restarts));
    });
    const open = waiting.filter(({ invoiceId }) => isOpen(ends.get(invoiceId), since() * world.timeScale));
    if (open.length === 0 || since() > options.withinMs) return ends;
    if (open.length !== last) options.log(`calm: ${String(open.length)} collections are open`);
    last = open.length;
    await wait(GAP_MS);
  }
}

function isOpen(end: End | undefined, calmForMs: number): boolean {
  if (end?.kind === 'held') return calmForMs < HELD_FOR_GOOD_MS;
  return end?.kind !== 'ended' && !(end?.kind === 'broken' && end.status === 'FAILED');
}

/**
 * Waits until nothing but collections is open.
 * @param withinMs real milliseconds
 * @returns ids of the workflows that are open then, of those that this storm has started
 */
export async function settleOthers({ client, time }: World, withinMs: number): Promise<string[]> {
  const begun = performance.now();
  const query = [
    `ExecutionStatus = 'Running'`,
    `WorkflowType != '${workflowTypes.invoicePayment}'`,
    `StartTime >= '${new Date(time.startMs).toISOString()}'`,
  ].join(' AND ');
  for (;;) {
    const open: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query })) open.push(workflowId);
    if (open.length === 0 || performance.now() - begun > withinMs) return open;
    await wait(GAP_MS);
  }
}

/** How Temporal says that a collection stands; one that is gone is started again. */
async function endOf(world: World, billed: Billed, restarts: Tally): Promise<End> {
  const { invoiceId, plan } = billed;
  const workflowId = invoicePaymentWorkflowId(world.connection, invoiceId);
  let status = 'NOT_STARTED';
  try {
    const handle = world.client.workflow.getHandle<() => Promise<CollectionResult>>(workflowId);
    const description = await handle.describe();
    const end = standing(description);
    if (end?.kind === 'ended' && end.outcome === 'partially_paid')
      return { ...end, reason: (await handle.result()).reason };
    if (end !== undefined) return end;
    status = description.status.name;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) return { kind: 'open', state: 'Temporal is away' };
  }
  if (status === 'TERMINATED' && isReconciliations(world, billed))
    return { kind: 'open', state: 'terminated, and no reconciliation came by' };
  const mode = plan.flow === 'payment_request' ? 'payment_request' : 'direct';
  await world.orchestrator.collectInvoice({ connection: world.connection, invoiceId, mode });
  countUp(restarts, `started_again_${status.toLowerCase()}`);
  return { kind: 'open', state: 'started again' };
}

/** What was begun at Razorpay and is due still, a reconciliation takes up by itself; anything else is its caller's. */
function isReconciliations({ simulator }: World, billed: Billed): boolean {
  return readBooks(simulator, [billed]).some(
    ({ togaiStatus, razorpay }) => isOpenStatus(togaiStatus) && razorpay.length > 0,
  );
}

/** Undefined for a run that somebody terminated. */
function standing({ status, typedSearchAttributes }: WorkflowExecutionDescription): End | undefined {
  switch (status.name) {
    case 'COMPLETED': {
      const outcome = typedSearchAttributes.get(keys.outcome) ?? 'without an outcome';
      return { kind: 'ended', outcome, amountPaid: typedSearchAttributes.get(keys.amountPaid) };
    }
    case 'TERMINATED':
      return undefined;
    case 'RUNNING': {
      const state = typedSearchAttributes.get(keys.state) ?? 'unknown';
      const reason = typedSearchAttributes.get(keys.heldReason);
      if (state === 'held') return { kind: 'held', reason: reason ?? 'unknown' };
      return { kind: 'open', state };
    }
    default:
      return { kind: 'broken', status: status.name };
  }
}
