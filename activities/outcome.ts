import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import type { KeptOutcome } from '../contracts/collection.js';
import { keptOutcomeSchema } from '../contracts/schemas/kept-outcome.js';
import { billingRefused, billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/** Togai: how an earlier run of ours ended. A text that is none of ours counts as nothing. */
export function readOutcome(dependencies: ActivityDependencies): Activities['readOutcome'] {
  return async ({ connection, invoiceId }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await billing.readOutcome(invoiceId, cancellationSignal());
    return parse(billingValueOf(answer, `outcome of ${invoiceId}`, 'INVOICE_NOT_FOUND'));
  };
}

function parse(value: string | undefined): KeptOutcome | undefined {
  if (value === undefined) return undefined;
  try {
    return keptOutcomeSchema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

/** Togai: keeps an outcome with the invoice. Writing the same again changes nothing. */
export function noteOutcome(dependencies: ActivityDependencies): Activities['noteOutcome'] {
  return async ({ connection, invoiceId, outcome }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await billing.writeOutcome(invoiceId, JSON.stringify(outcome));
    if (!answer.ok) throw billingRefused(answer.refusal, `outcome of ${invoiceId}`);
  };
}

/**
 * A write-back that keeps the outcome as well, at the cost of a call but of no step of the workflow. Whatever becomes of
 * the setting, the invoice is paid: the workflow keeps it at its end when it is told that this did not.
 */
export function notingOutcome(
  dependencies: ActivityDependencies,
  markInvoicePaid: Activities['markInvoicePaid'],
): Activities['markInvoicePaid'] {
  return async (input) => {
    const result = await markInvoicePaid(input);
    const { connection, invoiceId, outcome } = input;
    if (result.kind !== 'marked' || outcome === undefined) return result;
    const { billing } = connectionOf(dependencies, connection);
    const answer = await billing.writeOutcome(invoiceId, JSON.stringify(outcome)).catch(() => undefined);
    return { ...result, outcomeNoted: answer?.ok === true };
  };
}
