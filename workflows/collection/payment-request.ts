import type { IssuedPaymentRequest } from '../../contracts/activities.js';
import type { CollectionResult, Round } from '../../contracts/collection.js';
import type { Money } from '../../contracts/money.js';
import type { Policy } from '../../contracts/policy.js';
import type { ReminderChannel } from '../../contracts/reminders.js';
import { openAttempts } from '../../domain/admission.js';
import { collectability, isOpenStatus } from '../../domain/collectable.js';
import { SECOND } from '../../domain/clock.js';
import { expiryOf } from '../../domain/expiry.js';
import { isOutdated, isOver, isPaid, isReplaced, latestRequest } from '../../domain/latest-request.js';
import { isOpenRefund } from '../../domain/merchant-refunds.js';
import { formatMoney, isBelowMinimum } from '../../domain/money.js';
import { unrecorded } from '../../domain/recorded.js';
import { allPayments, dueOn, isOpenPayment, kept } from '../../domain/sums.js';
import { cancelRequests } from './close.js';
import type { Collection } from './collection.js';
import { heldFor, textOf } from './failures.js';
import { lookAndFollow } from './follow.js';
import { makeSureOfCustomer } from './open.js';

/** True while the customer has not been asked for the amount that is due. */
export function needsPaymentRequest(collection: Collection): boolean {
  const { data } = collection;
  const { target, facts } = data;
  if (!target || !data.invoice || !mayAsk(collection) || kept(facts) >= target.amount) return false;
  // What an earlier run began as direct payments, and what is under way on a former page, is waited out first.
  if (openAttempts(data.attempts, facts).length > 0 || allPayments(facts).some(isOpenPayment)) return false;
  const { kind } = collectability(data.invoice, data.recordedByUs);
  if (kind === 'wait' || kind === 'nothing') return false;
  const latest = latestRequest(data);
  // A page that was paid is followed by another only when more is due than it was for, not when some of it went back.
  return !latest || ((isOver(latest) || isPaid(latest, facts)) && isReplaced(latest, { target, facts }));
}

/** True while the customer can pay on a page what is not due any more: the invoice has changed in Togai. */
export function requestIsOutdated(collection: Collection): boolean {
  const { target, facts } = collection.data;
  const latest = latestRequest(collection.data);
  if (!target || !latest || !mayAsk(collection)) return false;
  return isOutdated(latest, { target, facts }) && !isOver(latest) && !isPaid(latest, facts);
}

/** What an earlier run left is looked after whatever Togai says; the customer is asked only for what is due. */
function mayAsk(collection: Collection): boolean {
  const { data } = collection;
  if (!data.ready || data.mode !== 'payment_request' || data.closing || data.held || data.writtenBack)
    return false;
  // A page would expire as it is issued: the next look closes the collection.
  if (data.policy && collection.now() >= expiryOf(data.openedAt, data.policy)) return false;
  return data.invoice !== undefined && isOpenStatus(data.invoice.status) && isRestKnown(data);
}

/**
 * What is kept is certain to stay, and to be counted in the target: a run that finds what an earlier one has recorded takes
 * that for somebody else's until Togai's list says whose it is.
 */
function isRestKnown(data: Collection['data']): boolean {
  // Some of what Togai counts as paid went back: the target and what is kept do not tell the rest any more.
  if (kept(data.facts) < data.recordedByUs) return false;
  if (kept(data.facts) === 0) return true;
  if (data.policy?.writeBack !== 'record_payment' || data.merchantRefunds?.some(isOpenRefund)) return false;
  return unrecorded(data).length === 0;
}

/** The page is switched off before there is another: the customer never has two to pay on. */
export async function withdrawRequest(collection: Collection): Promise<CollectionResult | undefined> {
  const round = latestRequest(collection.data)?.round;
  // Noted before: the amount may change back meanwhile, and then the cancelled page must not end the collection.
  if (round) collection.putRound({ ...round, withdrawn: true });
  await cancelRequests(collection);
  const result = await lookAndFollow(collection);
  if (!result && requestIsOutdated(collection))
    collection.hold('payment_request_refused', 'Razorpay does not cancel the request for the former amount');
  return result;
}

/** Sends the customer a payment request: a Razorpay invoice with a hosted page, issued once, then announced. */
export async function requestPayment(collection: Collection): Promise<undefined> {
  const { data } = collection;
  const { policy, target, invoice, recordedByUs } = data;
  if (!policy || !target || !invoice) throw new Error('A collection without policy is not ready');
  const verdict = collectability(invoice, recordedByUs);
  if (verdict.kind === 'hold') return collection.hold(verdict.held, verdict.detail);
  // Beside what was paid on other orders.
  const amount = dueOn(undefined, target, data.facts);
  if (isBelowMinimum(amount)) return collection.hold('amount_below_minimum', `${formatMoney(amount)} is due`);
  const customerId = data.customerId ?? (await makeSureOfCustomer(collection, invoice));
  if (customerId === undefined) return undefined;
  data.customerId = customerId;
  const last = collection.currentRound();
  const round = last?.orderId === undefined ? (last?.round ?? 1) : last.round + 1;
  const issued = await issue(collection, policy, amount, customerId, round);
  if (!issued) return undefined;
  if (issued.kind === 'refused') {
    const { concerns, description } = issued.refusal;
    // What every payment request of the connection meets is told to all of them when it is over.
    return collection.hold(
      concerns === 'connection' ? 'connection_held' : 'payment_request_refused',
      description,
    );
  }
  if (issued.kind === 'foreign_invoice') {
    // It may be one of ours for a former amount, whose answer was lost.
    collection.discover = true;
    return collection.hold('order_mismatch', `${issued.razorpayInvoiceId}: ${issued.why}`);
  }
  const { razorpayInvoiceId, orderId, shortUrl } = issued;
  collection.putRound({ ...newRound(round, policy, amount), razorpayInvoiceId, orderId, shortUrl });
  // The order is known by the answer; nothing of this round needs a search.
  collection.discover = false;
  const next = collection.now() + policy.firstLookSeconds * SECOND;
  collection.waitFor('awaiting_customer', 'customer_pays_the_request', next);
  collection.data.requestedAt = collection.now();
  if (policy.notifyBySms) await announce(collection, razorpayInvoiceId, 'sms', 'tell the customer by sms');
  if (policy.notifyByEmail)
    await announce(collection, razorpayInvoiceId, 'email', 'tell the customer by email');
  return undefined;
}

async function issue(
  collection: Collection,
  policy: Policy,
  amount: Money,
  customerId: string,
  round: number,
): Promise<IssuedPaymentRequest | undefined> {
  const { connection, invoiceId, data } = collection;
  try {
    return await collection.activities.razorpay.issuePaymentRequest.executeWithOptions(
      { summary: `payment request for ${invoiceId}` },
      [
        {
          ...{ connection, invoiceId, amount, customerId, round },
          expireBy: Math.floor(expiryOf(data.openedAt, policy) / SECOND),
          ...{ notifyBySms: policy.notifyBySms, notifyByEmail: policy.notifyByEmail },
        },
      ],
    );
  } catch (error) {
    collection.discover = true;
    collection.hold(heldFor(error), textOf(error));
    return undefined;
  }
}

/**
 * Razorpay's `notify_by` has no key: a lost answer counts as sent, and the customer is not told twice.
 * @returns false when Razorpay refused, or nobody reported what came of it
 */
export async function announce(
  collection: Collection,
  razorpayInvoiceId: string,
  medium: ReminderChannel,
  summary: string,
  onlyInRun?: string,
): Promise<boolean> {
  const { connection, invoiceId } = collection;
  try {
    await collection.activities.razorpayOnce.notifyPaymentRequest.executeWithOptions({ summary }, [
      { connection, invoiceId, razorpayInvoiceId, medium, ...(onlyInRun !== undefined && { onlyInRun }) },
    ]);
    return true;
  } catch {
    // The hosted page works all the same; an operator sees the failed activity.
    return false;
  }
}

function newRound(round: number, policy: Policy, amount: Money): Round {
  return {
    round,
    mode: 'payment_request',
    amount,
    orderId: undefined,
    razorpayInvoiceId: undefined,
    shortUrl: undefined,
    orderHash: undefined,
    partialPayment: false,
    capture: 'automatic',
    automaticExpiryMinutes: policy.automaticExpiryMinutes,
    manualExpiryMinutes: policy.manualExpiryMinutes,
  };
}
