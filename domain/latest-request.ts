import type { Round } from '../contracts/collection.js';
import type { RazorpayFacts, RazorpayInvoiceFact } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';
import { isSame } from './money.js';

/** A round's payment request, as Razorpay lists it; undefined before a look has seen it. */
export interface LatestRequest {
  readonly round: Round;
  readonly request: RazorpayInvoiceFact | undefined;
}

/** The last hosted page that was issued; undefined when none ever was. */
export function latestRequest({
  rounds,
  facts,
}: {
  readonly rounds: readonly Round[];
  readonly facts: RazorpayFacts;
}): LatestRequest | undefined {
  const round = rounds.findLast(({ razorpayInvoiceId }) => razorpayInvoiceId !== undefined);
  if (!round) return undefined;
  const request = facts.razorpayInvoices.find(
    ({ razorpayInvoiceId }) => razorpayInvoiceId === round.razorpayInvoiceId,
  );
  return { round, request };
}

/** The invoice has changed in Togai since: the page asks for an amount that is not due any more. */
export function isOutdated({ round }: LatestRequest, target: Money): boolean {
  return !isSame(round.amount, target);
}

/** It was given up for another, or has to be: not the merchant's wish to end the collection. */
export function isReplaced(latest: LatestRequest, target: Money): boolean {
  return latest.round.withdrawn === true || isOutdated(latest, target);
}

/** Nobody can pay on it any more. */
export function isOver({ request }: LatestRequest): boolean {
  return request?.status === 'cancelled' || request?.status === 'expired' || request?.status === 'deleted';
}
