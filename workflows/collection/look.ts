import type { LookInput, LookResult } from '../../contracts/activities.js';
import type { AttemptRecord, Round } from '../../contracts/collection.js';
import {
  ACCEPTED,
  type KnownOrder,
  type OrderFact,
  type PaymentFact,
  type RazorpayFacts,
  type RazorpayInvoiceFact,
} from '../../contracts/facts.js';
import { MINUTE, SECOND } from '../../domain/clock.js';
import { isOver } from '../../domain/latest-request.js';
import { isSame } from '../../domain/money.js';
import { keptPaymentIds, wasCaptured } from '../../domain/sums.js';
import type { Collection } from './collection.js';
import { learnDisputes } from './disputes.js';
import { heldFor, textOf } from './failures.js';
import { isFirstRun } from './first-run.js';
import { judgeRefunds, paymentsToRefund } from './merchant-refunds.js';
import { forgetOrders, unknownOrders } from './unknown-orders.js';

/**
 * Reads every order this invoice ever had, inside the workflow task when that is quick, else on Razorpay's queue.
 * @returns false when the connection's credentials are refused; the collection is then held
 */
export async function look(collection: Collection, where: 'local' | 'regular'): Promise<boolean> {
  const { connection, invoiceId, data } = collection;
  const { rounds } = data;
  const orderIds = unknownOrders(collection);
  const discover = collection.discover || mayHaveBeenReset(collection);
  const input = {
    ...{ connection, invoiceId, rounds, discover },
    duplicates: data.facts.orders.filter((order) => !isBound(order, rounds)).map(withoutPayments),
    ...(data.acceptedPaymentIds && { acceptedPaymentIds: data.acceptedPaymentIds }),
    ...((collection.wasBegun || orderIds.length > 0) && { thorough: true as const }),
    ...(orderIds.length > 0 && { orderIds }),
    ...paymentsToRefund(collection),
    ...(data.disputeIds && { disputeIds: data.disputeIds }),
  };
  const refunds = data.merchantRefunds ?? [];
  collection.invoiceIsFresh = false;
  let found: LookResult | undefined;
  if (where === 'local') found = await lookLocally(collection, input);
  if (!found) {
    try {
      found = await collection.activities.razorpay.look.executeWithOptions(
        { summary: `look at ${collection.orderIds().join(', ') || 'our receipts'}` },
        [input],
      );
      collection.lastLookWasLocal = false;
    } catch (error) {
      collection.hold(heldFor(error), textOf(error));
      return false;
    }
  }
  const { readAt, ...facts } = found;
  collection.lookedAt = readAt;
  remember(collection, facts);
  forgetOrders(collection, orderIds);
  judgeRefunds(collection, refunds);
  return true;
}

/** A reset replays searches that were empty before the run it was cut from had made its order. */
function mayHaveBeenReset({ data }: Collection): boolean {
  return !isFirstRun() && data.rounds.every(({ orderId }) => orderId === undefined);
}

/**
 * A second order of a round is bound to none, and looked at all the same: somebody may pay it. What a person has given to
 * the invoice is looked at payment by payment.
 */
function isBound({ orderId, round: number }: OrderFact, rounds: readonly Round[]): boolean {
  return number === ACCEPTED || rounds.some((round) => round.orderId === orderId);
}

function withoutPayments(order: OrderFact): KnownOrder {
  const { round, orderId, amount, currency, partialPayment } = order;
  return { round, orderId, amount, currency, partialPayment };
}

async function lookLocally(collection: Collection, input: LookInput): Promise<LookResult | undefined> {
  collection.lastLookWasLocal = true;
  try {
    return await collection.activities.local.look.executeWithOptions({ summary: 'look' }, [input]);
  } catch {
    // Slow or refused: the regular queue tells which, with its own time and retries.
    return undefined;
  }
}

/** Takes facts in: what they name is bound to rounds and attempts at once. */
function remember(collection: Collection, facts: RazorpayFacts): void {
  const { data } = collection;
  data.looks += 1;
  data.quietLooks = JSON.stringify(facts) === JSON.stringify(data.facts) ? data.quietLooks + 1 : 0;
  noteCapturedBefore(data, facts);
  data.facts = facts;
  // A search finds disputes that nobody told this run of.
  learnDisputes(
    data,
    (facts.disputes ?? []).map(({ disputeId }) => disputeId),
  );
  // What was captured until the look after a cancellation or an expiry was paid in time, as far as anybody can tell.
  if (data.closing && !data.closing.captured)
    data.closing = { ...data.closing, captured: keptPaymentIds(facts) };
  for (const order of facts.orders) bindOrder(collection, order);
  for (const request of facts.razorpayInvoices) if (!isOver({ request })) bindRequest(collection, request);
  bindLastRequest(collection, facts.razorpayInvoices);
  for (const attempt of data.attempts) giveUpOrKeepSearching(collection, attempt);
  const lost = collection.lostRounds().length > 0;
  // An empty search proves nothing while a lost request may still be running.
  collection.hasSearched ||= collection.discover;
  collection.searched = !lost && (collection.searched || collection.discover);
  // An order that is not ours but has our receipt stays trouble until a search no longer shows it.
  collection.discover = lost || facts.foreignOrders.length > 0;
}

/**
 * Captures on an order that this run has neither made nor seen without them: an earlier run may have acted on them. The number
 * of a round whose answer was lost tells that the order is this run's own. What a person accepts now is none of an earlier run's.
 */
function noteCapturedBefore(data: Collection['data'], { orders }: RazorpayFacts): void {
  const known = new Set([
    ...data.facts.orders.map(({ orderId }) => orderId),
    ...data.rounds.map(({ orderId }) => orderId),
  ]);
  const own = data.rounds.filter(({ orderId }) => orderId === undefined).map(({ round }) => round);
  const found = orders
    .filter(({ orderId, round }) => !known.has(orderId) && !own.includes(round) && round !== ACCEPTED)
    .flatMap(({ payments }) => payments.filter(wasCaptured).map(({ paymentId }) => paymentId));
  if (found.length > 0) data.capturedBefore = [...(data.capturedBefore ?? []), ...found];
}

function bindOrder(collection: Collection, order: OrderFact): void {
  if (order.round === ACCEPTED) return;
  const round = collection.data.rounds.find((known) => known.round === order.round);
  if (!round?.orderId) collection.putRound(round ? boundTo(order, round) : foundRound(collection, order));
  for (const payment of order.payments) bindPayment(collection, order.round, payment);
}

/** The order tells what was asked: a run that a reset has cut may have begun the round for another amount. */
function boundTo({ orderId, amount }: OrderFact, round: Round): Round {
  return { ...round, orderId, amount: { ...round.amount, amount } };
}

/** A payment request that an earlier run issued: it is looked at, and cancelled on closing. */
function bindRequest(
  collection: Collection,
  { round, razorpayInvoiceId, shortUrl }: RazorpayInvoiceFact,
): void {
  const known = collection.data.rounds.find((candidate) => candidate.round === round);
  if (!known || known.razorpayInvoiceId !== undefined) return;
  collection.putRound({ ...known, mode: 'payment_request', razorpayInvoiceId, shortUrl });
}

/**
 * One that is over tells a collection that was stopped, and goes on by itself, how it stood: it is not asked for again. A
 * caller who collects anew asks anew, and one for another amount was cancelled to make room for the next.
 */
function bindLastRequest(collection: Collection, requests: readonly RazorpayInvoiceFact[]): void {
  const { data, wasBegun, hasSearched } = collection;
  const last = collection.currentRound();
  if (!wasBegun || data.late || hasSearched || !last) return;
  // A run that has just begun takes what is recorded for somebody else's: its target is what a page over the rest is for.
  if (data.target && !isSame(last.amount, data.target)) return;
  // A spare draft that was deleted has asked nobody.
  const request = requests.find(
    (candidate) =>
      candidate.round === last.round && isOver({ request: candidate }) && candidate.status !== 'deleted',
  );
  if (request) bindRequest(collection, request);
}

/** An order is in the invoice's currency, or the look after finds trouble. */
function exponentOf({ target, invoice }: Collection['data']): number {
  if (target) return target.exponent;
  if (invoice?.amounts.kind !== 'exact') throw new Error('Orders are searched for an invoice with an amount');
  return invoice.amounts.total.exponent;
}

/** Razorpay's least `automatic_expiry_period`, in minutes: past it a payment that is still authorized is ours to capture. */
const LEAST_AUTOMATIC_EXPIRY = 12;

/**
 * A restarted run knows no more of the round than Razorpay tells, and our notes on the order: of one without them, such as an
 * older version's, the policy's manual expiry and the least automatic one are assumed.
 */
function foundRound({ data }: Collection, order: OrderFact): Round {
  return {
    round: order.round,
    mode: data.mode ?? 'direct',
    amount: { amount: order.amount, currency: order.currency, exponent: exponentOf(data) },
    orderId: order.orderId,
    razorpayInvoiceId: undefined,
    shortUrl: undefined,
    orderHash: undefined,
    partialPayment: order.partialPayment,
    capture: data.policy?.capture ?? 'automatic',
    automaticExpiryMinutes: LEAST_AUTOMATIC_EXPIRY,
    manualExpiryMinutes: data.policy?.manualExpiryMinutes ?? 0,
    ...order.captureNote,
  };
}

function bindPayment(
  collection: Collection,
  round: number,
  { attemptId, orderId, ...payment }: PaymentFact,
): void {
  if (attemptId === undefined) return;
  const attempt = collection.attempt(attemptId);
  if (attempt && attempt.standing !== 'searching' && attempt.standing !== 'unknown') return;
  const { paymentId } = payment;
  collection.putAttempt({
    attemptId,
    contentHash: attempt?.contentHash,
    method: attempt?.method,
    submittedAt: attempt?.submittedAt ?? payment.createdAt * SECOND,
    round,
    paymentId,
    standing: 'known',
    answer: { status: 'next_actions_lost', attemptId, orderId, paymentId },
  });
}

/** Nobody can say whether a lost payment exists until it is found, or the policy's patience is over. */
function giveUpOrKeepSearching(collection: Collection, attempt: AttemptRecord): void {
  const patience = (collection.data.policy?.unknownAfterMinutes ?? 0) * MINUTE;
  if (attempt.standing !== 'searching' || collection.now() < attempt.submittedAt + patience) return;
  const { attemptId } = attempt;
  collection.putAttempt({ ...attempt, standing: 'unknown', answer: { status: 'unknown', attemptId } });
}
