import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Activities, MarkPaidInput, MarkPaidResult } from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import type { KeptOutcome } from '../contracts/collection.js';
import type { Money } from '../contracts/money.js';
import { isOpenStatus } from '../domain/collectable.js';
import { isPaidMark, markOf } from '../domain/paid-mark.js';
import type { BillingSystem } from '../providers/billing-system.js';
import { ProviderFailure } from '../providers/failure.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { beforeWriting, earlierTryMayHaveWritten, nothingWasWritten, wasPutBack } from './earlier-tries.js';
import { isPast } from './is-past.js';
import { readNote, writeNote } from './outcome-note.js';
import { readAlone } from './read-invoice.js';

/** Tries that an outage of Togai's settings may cost; after them the invoice is marked without a note. */
const TRIES_TO_NOTE = 3;

/**
 * Togai: reads, notes what it is about to do, patches to PAID, reads again. Whether a second PATCH would do harm is not
 * documented, so one is sent only while the invoice is due; what became of a lost answer is what the invoice says. The
 * note tells whoever finds the invoice PAID, and remembers nothing of this call, that it was ours.
 */
export function markInvoicePaid(dependencies: ActivityDependencies): Activities['markInvoicePaid'] {
  return async (input) => {
    const { connection, invoiceId, expected, outcome } = input;
    const { billing } = connectionOf(dependencies, connection);
    const read = () => readAlone(billing, invoiceId);

    // After a reset the note tells whose a PAID is, as it does for a run that a reset has cut.
    let mayBeOurs = earlierTryMayHaveWritten() && !wasPutBack();
    try {
      const before = await read();
      if (before.status === 'PAID') return await wasPaid(billing, before, input, mayBeOurs);
      if (!isAsExpected(before, expected)) {
        if (!mayBeOurs || isOpenStatus(before.status)) return { kind: 'changed', invoice: before };
        const detail = `an earlier PATCH may have reached Togai, which now says ${before.status}`;
        return { kind: 'unverified', detail };
      }
      if (isPast(dependencies, input)) return { kind: 'stale', mayHaveWritten: mayBeOurs };
      const noted = outcome !== undefined && (await noteIntention(billing, invoiceId, outcome));
      await beforeWriting();
      const answer = await billing.markPaid(invoiceId).catch((error: unknown) => {
        if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
        return error;
      });
      mayBeOurs = true;
      const after = await read();
      if (after.status === 'PAID') return { ...marked(outcome, noted), ...changedSince(expected, after) };
      if (answer instanceof ProviderFailure) throw answer;
      if (answer.ok)
        return { kind: 'unverified', detail: 'after the PATCH the invoice still does not say PAID' };
      const { status, message } = answer.refusal;
      return { kind: 'refused', detail: `PATCH refused with ${String(status)}: ${message}` };
    } catch (error) {
      if (!mayBeOurs) nothingWasWritten();
      throw error;
    }
  };
}

/** A note that an earlier try left may say what that one was to keep: the workflow keeps it anew at its end. */
function marked(
  outcome: KeptOutcome | undefined,
  outcomeNoted: boolean,
): Extract<MarkPaidResult, { kind: 'marked' }> {
  return { kind: 'marked', ...(outcome && { outcomeNoted }) };
}

/** Togai's PATCH cannot be bound to what was read before it: somebody may have changed the invoice in between. */
function changedSince(
  { total }: MarkPaidInput['expected'],
  invoice: BillingInvoice,
): { readonly changed?: BillingInvoice } {
  const { amounts } = invoice;
  return amounts.kind === 'exact' && isEqual(amounts.total, total) ? {} : { changed: invoice };
}

/** @param mayBeOurs an earlier try of this call may have marked it */
async function wasPaid(
  billing: BillingSystem,
  invoice: BillingInvoice,
  { outcome, expected }: MarkPaidInput,
  mayBeOurs: boolean,
): Promise<MarkPaidResult> {
  const note = await readNote(billing, invoice.invoiceId, cancellationSignal());
  const mark = note.ok ? markOf(note.value, invoice) : undefined;
  const isTold = note.ok && isPaidMark(note.value);
  const told = {
    ...(isTold && { markedPaymentIds: note.value.keptPaymentIds }),
    ...(mark && { found: { mark, invoice } }),
  };
  if (mayBeOurs) return { ...marked(outcome, false), ...told, ...changedSince(expected, invoice) };
  return { kind: 'was_paid', ...(note.ok && { ours: isPaidMark(note.value) }), ...told };
}

/**
 * The customer's money is there: a setting that Togai refuses, or goes on failing at, does not keep the invoice unpaid.
 * @returns whether the note is there
 */
async function noteIntention(
  billing: BillingSystem,
  invoiceId: string,
  outcome: KeptOutcome,
): Promise<boolean> {
  try {
    return (await writeNote(billing, invoiceId, { ...outcome, marking: true })).ok;
  } catch (error) {
    if (activityInfo().attempt < TRIES_TO_NOTE) throw error;
    return false;
  }
}

/** Still due, with the amounts the money was collected for. */
export function isAsExpected(
  invoice: BillingInvoice,
  expected: { readonly total: Money; readonly paid: Money },
): boolean {
  const { amounts, status } = invoice;
  return (
    (status === 'DUE' || status === 'PARTIALLY_PAID') &&
    amounts.kind === 'exact' &&
    isEqual(amounts.total, expected.total) &&
    isEqual(amounts.paid, expected.paid)
  );
}

function isEqual(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}
