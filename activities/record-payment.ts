import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities, RecordPaymentInput, RecordPaymentResult } from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import type { Money } from '../contracts/money.js';
import type { BillingSystem } from '../providers/billing-system.js';
import { ProviderFailure } from '../providers/failure.js';
import { billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { beforeWriting, earlierTryMayHaveWritten, nothingWasWritten, wasPutBack } from './earlier-tries.js';
import { isPast } from './is-past.js';
import { isAsExpected } from './mark-invoice-paid.js';
import { readAlone } from './read-invoice.js';
import { thisRun } from './this-run.js';
import { toApplicationFailure } from './to-application-failure.js';

/** Pages of 50 payments read to find ours; the rest of the 15 s belongs to the other calls. */
const SCAN_PAGES = 10;

/**
 * Togai: records one capture. `POST /payments` has no idempotency key, so it is sent at most once: after an answer that
 * was lost, and on any later try, `paidAmount` and the list of payments tell, or a person must. Where an earlier run may have
 * sent one, or a try before the activity was reset, an empty list proves nothing before that one has had its time to arrive.
 */
export function recordPayment(dependencies: ActivityDependencies): Activities['recordPayment'] {
  return async (input) => {
    const { billing } = connectionOf(dependencies, input.connection);
    const mayBeEarlier = earlierTryMayHaveWritten();
    const isClearRun = input.clearInRun === undefined || input.clearInRun === thisRun();
    // In a run that is not clear no try posts, so that what can be on its way is another run's.
    if (!input.mayPost || (mayBeEarlier && isClearRun && !wasPutBack()))
      return settle(billing, input, 'an earlier try may have recorded it');
    const isClear = isClearRun && !mayBeEarlier;
    let posting = false;
    try {
      const before = await readAlone(billing, input.invoiceId);
      // Money of its very amount that nobody expected may be this capture's.
      const searches = input.searchFirst || !isClear || shows(before, input);
      // Searched after that read: what arrives in between is found, and not taken for missing.
      if (searches) {
        const found = await search(billing, input);
        if (found === true) return { kind: 'recorded', invoice: await readAlone(billing, input.invoiceId) };
        if (found === undefined) return { kind: 'unverified', detail: 'an earlier run may have recorded it' };
      }
      // What is captured beyond what is due is no payment of the invoice: it goes back, or waits for a person.
      const isAsked = isAsExpected(before, input.expected) && whatIsDue(input).amount > 0;
      // What may be on its way is waited for whatever the invoice says: what is decided then is posted, or sent back, at once.
      if (!isAsked && isClear)
        return { kind: 'changed', invoice: before, ...(searches && { isMissing: true }) };
      if (!isClear) return { kind: 'missing', run: thisRun() };
      await beforeWriting();
      if (isPast(dependencies, input)) return { kind: 'stale' };
      posting = true;
      const { accountId, invoiceId, paymentId } = input;
      const amount = whatIsDue(input);
      const answer = await billing.recordPayment({ accountId, invoiceId, paymentId, amount });
      if (!answer.ok) {
        const { status, message } = answer.refusal;
        return { kind: 'refused', detail: `POST refused with ${String(status)}: ${message}` };
      }
    } catch (error) {
      const lost = posting && error instanceof ProviderFailure && error.mayHaveHappened;
      if (lost) return await settle(billing, input, 'the answer was lost');
      nothingWasWritten();
      throw error;
    }
    return settle(billing, input, 'it was accepted');
  };
}

/** Reads what became of the one POST. */
async function settle(
  billing: BillingSystem,
  input: RecordPaymentInput,
  why: string,
): Promise<RecordPaymentResult> {
  try {
    const invoice = await readAlone(billing, input.invoiceId);
    if (shows(invoice, input)) return { kind: 'recorded', invoice, recorded: whatIsDue(input).amount };
    // Read again: it may have arrived between that read and the search, and then the invoice asks for it no more.
    if ((await search(billing, input)) === true)
      return { kind: 'recorded', invoice: await readAlone(billing, input.invoiceId) };
  } catch (error) {
    const told = toApplicationFailure(error, activityInfo().attempt);
    // A refusal must not read like one before the POST, after which it could be sent again.
    if (!(told instanceof ApplicationFailure) || told.nonRetryable !== true) throw error;
    return { kind: 'unverified', detail: `${why}, and Togai refuses to be asked: ${told.message}` };
  }
  return { kind: 'unverified', detail: `${why}, and Togai does not show ${input.paymentId}` };
}

/** Undefined when there are more payments than may be read. */
async function search(
  billing: BillingSystem,
  { paymentId }: RecordPaymentInput,
): Promise<boolean | undefined> {
  const answer = await billing.findRecordedPayment(paymentId, SCAN_PAGES, cancellationSignal());
  return billingValueOf(answer, 'payments', 'PROVIDER_REFUSED');
}

/**
 * The capture, or what of it was still due when the invoice was read: where the amount fell after the customer had been
 * asked, the rest goes back, and Togai is told only of what stays.
 */
function whatIsDue({ amount, expected }: RecordPaymentInput): Money {
  return { ...amount, amount: Math.min(amount.amount, expected.total.amount - expected.paid.amount) };
}

/** The capture is in the invoice's `paidAmount`: it has risen by it. Where nothing was due it cannot tell. */
function shows({ amounts }: BillingInvoice, input: RecordPaymentInput): boolean {
  const { expected } = input;
  const amount = whatIsDue(input);
  return (
    amounts.kind === 'exact' &&
    amount.amount > 0 &&
    amounts.paid.currency === amount.currency &&
    amounts.paid.amount === expected.paid.amount + amount.amount
  );
}
