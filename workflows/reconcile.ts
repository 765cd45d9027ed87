import { isCancellation, makeContinueAsNewFunc, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type {
  ReconcileInput,
  ReconciliationCursor,
  ReconciliationReport,
} from '../contracts/reconciliation.js';
import { listAfter, nextList } from '../domain/reconciliation.js';
import { codeOf, textOf } from './collection/failures.js';
import { readAccounts, readCustomers } from './reconciliation/accounts.js';
import { readDisputes } from './reconciliation/disputes.js';
import { readHeld } from './reconciliation/held.js';
import { readOpenInvoices } from './reconciliation/open-invoices.js';
import { readOrders } from './reconciliation/orders.js';
import { readPayments } from './reconciliation/payments.js';
import { readRefunds } from './reconciliation/refunds.js';
import { Reconciliation } from './reconciliation/reconciliation.js';
import { readSettlements } from './reconciliation/settlements.js';
import { readStopped } from './reconciliation/stopped.js';

/** A run's history is cut here. */
const EVENTS_PER_RUN = 1_000;

/**
 * Compares what Togai and Razorpay list with what our collections know. It repairs nothing itself: it makes a collection
 * look, starts a stopped one again, or gives a payment to `strayPayment`. Doing it again does the same once.
 */
export async function reconcile(input: ReconcileInput): Promise<ReconciliationReport> {
  const run = new Reconciliation(input);
  for (let cursor: ReconciliationCursor | undefined = run.cursor; cursor; cursor = run.cursor) {
    run.cursor = await readPage(run, cursor);
    setCurrentDetails(run.describe());
    if (run.cursor && historyIsLong(input)) await continueAsNew(run.toCarryOn(run.cursor));
  }
  return run.report();
}

async function readPage(
  run: Reconciliation,
  cursor: ReconciliationCursor,
): Promise<ReconciliationCursor | undefined> {
  try {
    return (await readList(run, cursor)) ?? nextList(cursor, run.windows.length);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const code = codeOf(error);
    run.fail(cursor, code ?? textOf(error));
    const next = code === 'CREDENTIALS_REFUSED' ? listAfter : nextList;
    return next(cursor, run.windows.length);
  }
}

/** Reads one page. @returns the next of the same list, or undefined when there is none */
function readList(
  run: Reconciliation,
  cursor: ReconciliationCursor,
): Promise<ReconciliationCursor | undefined> {
  switch (cursor.list) {
    case 'held':
      return readHeld(run);
    case 'open_invoices':
      return readOpenInvoices(run, cursor);
    case 'stopped':
      return readStopped(run, cursor);
    case 'payments':
      return readPayments(run, cursor);
    case 'orders':
      return readOrders(run, cursor);
    case 'settlements':
      return readSettlements(run, cursor);
    case 'disputes':
      return readDisputes(run, cursor);
    case 'refunds':
      return readRefunds(run, cursor);
    case 'accounts':
      return readAccounts(run, cursor);
    case 'customers':
      return readCustomers(run, cursor);
  }
}

function historyIsLong({ reach }: ReconcileInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= (reach?.eventsPerRun ?? EVENTS_PER_RUN);
}

function continueAsNew(input: ReconcileInput): Promise<never> {
  return makeContinueAsNewFunc<typeof reconcile>()(input);
}
