import type { Round } from '../contracts/collection.js';
import type { RazorpayFacts, RazorpayInvoiceFact } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';
import { isSame } from './money.js';
import { isSpent } from './spent-order.js';
import { dueOn } from './sums.js';

/** A round's payment request, as Razorpay lists it; undefined before a look has seen it. */
export interface LatestRequest {
  readonly round: Round;
  readonly request: RazorpayInvoiceFact | undefined;
}

/** What a page is to be for is worked out from these. */
interface Due {
  readonly target: Money;
  readonly facts: RazorpayFacts;
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
export function isOutdated({ round }: LatestRequest, { target, facts }: Due): boolean {
  return !isSame(round.amount, dueOn(round.orderId, target, facts));
}

/** It was given up for another, or has to be: not the merchant's wish to end the collection. */
export function isReplaced(latest: LatestRequest, due: Due): boolean {
  return latest.round.withdrawn === true || isOutdated(latest, due);
}

/** Nobody can pay on it any more, and nobody has paid all of it. */
export function isOver({ request }: Pick<LatestRequest, 'request'>): boolean {
  return request?.status === 'cancelled' || request?.status === 'expired' || request?.status === 'deleted';
}

/** It was paid, and its money was seen: without that, another page could ask for the same again. */
export function isPaid({ round, request }: LatestRequest, facts: RazorpayFacts): boolean {
  return request?.status === 'paid' && isSpent(round.orderId, facts);
}
