import type { IssuedPaymentRequest } from '../../contracts/activities.js';
import type { Round } from '../../contracts/collection.js';
import type { Money } from '../../contracts/money.js';
import type { Policy } from '../../contracts/policy.js';
import type { ReminderChannel } from '../../contracts/reminders.js';
import { openAttempts } from '../../domain/admission.js';
import { isOpenStatus } from '../../domain/collectable.js';
import { DAY, SECOND } from '../../domain/clock.js';
import { kept } from '../../domain/sums.js';
import type { Collection } from './collection.js';
import { heldFor, textOf } from './failures.js';

/** True while the customer has not been asked for the amount that is due. */
export function needsPaymentRequest({ data }: Collection): boolean {
  if (!data.ready || data.mode !== 'payment_request' || data.closing || data.held || data.writtenBack)
    return false;
  // What an earlier run left is looked after whatever Togai says; the customer is asked only for what is due.
  if (data.invoice && !isOpenStatus(data.invoice.status)) return false;
  // What an earlier run began as direct payments is waited out first: nobody is asked twice.
  if (kept(data.facts) > 0 || openAttempts(data.attempts, data.facts).length > 0) return false;
  return data.rounds.every((round) => round.razorpayInvoiceId === undefined);
}

/** Sends the customer a payment request: a Razorpay invoice with a hosted page, issued once, then announced. */
export async function requestPayment(collection: Collection): Promise<undefined> {
  const { policy, target, customerId } = collection.data;
  if (!policy || !target || customerId === undefined)
    throw new Error('A collection without policy is not ready');
  const issued = await issue(collection, policy, target, customerId);
  if (!issued) return undefined;
  if (issued.kind === 'refused')
    return collection.hold('payment_request_refused', issued.refusal.description);
  if (issued.kind === 'foreign_invoice')
    return collection.hold('order_mismatch', `${issued.razorpayInvoiceId}: ${issued.why}`);
  const { razorpayInvoiceId, orderId, shortUrl } = issued;
  collection.putRound({ ...newRound(policy, target), razorpayInvoiceId, orderId, shortUrl });
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
): Promise<IssuedPaymentRequest | undefined> {
  const { connection, invoiceId, data } = collection;
  try {
    return await collection.activities.razorpay.issuePaymentRequest.executeWithOptions(
      { summary: `payment request for ${invoiceId}` },
      [
        {
          ...{ connection, invoiceId, amount, customerId, round: 1 },
          expireBy: Math.floor((data.openedAt + policy.expireAfterDays * DAY) / SECOND),
          ...{ notifyBySms: policy.notifyBySms, notifyByEmail: policy.notifyByEmail },
        },
      ],
    );
  } catch (error) {
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

function newRound(policy: Policy, amount: Money): Round {
  return {
    round: 1,
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
