import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { settledNote } from '../domain/paid-mark.js';
import { billingRefused, billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { readNote, writeNote } from './outcome-note.js';
import { readAlone } from './read-invoice.js';

/** Togai: how an earlier run of ours ended. What became of an intention to mark the invoice, the invoice says. */
export function readOutcome(dependencies: ActivityDependencies): Activities['readOutcome'] {
  return async ({ connection, invoiceId }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await readNote(billing, invoiceId, cancellationSignal());
    const note = billingValueOf(answer, `outcome of ${invoiceId}`, 'INVOICE_NOT_FOUND');
    if (!note?.marking) return note;
    return settledNote(note, (await readAlone(billing, invoiceId)).status);
  };
}

/** Togai: keeps an outcome with the invoice. Writing the same again changes nothing. */
export function noteOutcome(dependencies: ActivityDependencies): Activities['noteOutcome'] {
  return async ({ connection, invoiceId, outcome }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await writeNote(billing, invoiceId, outcome);
    if (!answer.ok) throw billingRefused(answer.refusal, `outcome of ${invoiceId}`);
  };
}
