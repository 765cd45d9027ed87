import { condition } from '@temporalio/workflow';
import type { CollectionOutcome, CollectionResult, Hint } from '../../contracts/collection.js';
import type { ErrorCode } from '../../contracts/errors.js';
import type { MerchantRefund } from '../../contracts/refund.js';
import { kept, keptPaymentIds } from '../../domain/sums.js';
import type { Collection } from './collection.js';
import { shownDisputes } from './disputes.js';
import { turnDown, withdrawHeld } from './held-attempt.js';
import { markedPaid } from './outcome.js';
import { showWaiting } from './visibility.js';

/**
 * The named outcome of a collection. Callers still waiting get an answer that says why.
 * @returns undefined when something came at the last moment: it is looked at first
 */
export async function end(
  collection: Collection,
  outcome: CollectionOutcome,
  reason: string,
): Promise<CollectionResult | undefined> {
  const { data } = collection;
  const refuse = (): void => refuseSubmissions(collection, codeFor(outcome, reason), `${outcome}: ${reason}`);
  refuse();
  if (collection.answering > 0 && (await hearsNews(collection, refuse))) return undefined;
  data.merchantRefunds = data.merchantRefunds?.map((refund) => refuseUnseen(refund, outcome, reason));
  collection.result = {
    outcome,
    reason,
    amountDue: data.target,
    amountPaid: kept(data.facts),
    orderIds: collection.orderIds(),
    paymentIds: collection.paymentIds(),
    keptPaymentIds: keptPaymentIds(data.facts),
    ...markedPaid(data, outcome),
    attempts: data.attempts.length,
    ...shownDisputes(collection),
    evidence: data.evidence,
  };
  return collection.result;
}

/**
 * As long as an OTP or a callback is being answered the run cannot close, and what is sent to it reaches nobody else. Whoever
 * waits for an answer, and a person's word, are not left until then.
 */
async function hearsNews(collection: Collection, refuse: () => void): Promise<boolean> {
  const { hints, submissions } = collection;
  collection.waitFor('closing', 'an_otp_or_callback_to_be_answered', collection.now());
  showWaiting(collection);
  while (collection.answering > 0 && !hints.some(isByPerson)) {
    await condition(() => collection.answering === 0 || submissions.length > 0 || hints.some(isByPerson));
    refuse();
  }
  return hints.length > 0;
}

/** A person asks for it, be it a look, a refund, or that a payment counts. */
export function isByPerson({ evidence }: Hint): boolean {
  return evidence === 'operator';
}

/** The collection ends without ever having looked at a payment. */
function refuseUnseen(refund: MerchantRefund, outcome: CollectionOutcome, reason: string): MerchantRefund {
  if (refund.standing !== 'asked') return refund;
  const code = outcome === 'failed' ? codeFor(outcome, reason) : 'PAYMENT_UNKNOWN';
  return { ...refund, standing: 'refused', refusal: { code, detail: reason } };
}

/** What a caller is told who submits to a collection with this outcome. */
export function codeFor(outcome: CollectionOutcome, reason: string): ErrorCode {
  if (outcome === 'paid' || reason === 'invoice_paid') return 'ALREADY_PAID';
  if (reason === 'invoice_not_found') return 'INVOICE_NOT_FOUND';
  if (reason === 'unknown_connection') return 'UNKNOWN_CONNECTION';
  return outcome === 'nothing_to_collect' ? 'NOT_COLLECTABLE' : 'COLLECTION_ENDED';
}

/** Answers everybody who waits with the same typed error; what a downtime holds is never sent. */
export function refuseSubmissions(collection: Collection, code: ErrorCode, detail: string): void {
  for (const pending of [...collection.submissions]) turnDown(collection, pending, code, detail);
  withdrawHeld(collection, code, detail);
}
