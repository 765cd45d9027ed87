import { workflowInfo } from '@temporalio/workflow';
import type { RecordPaymentResult } from '../../contracts/activities.js';
import type { BillingInvoice } from '../../contracts/billing.js';
import type { MissedRecord } from '../../contracts/collection.js';
import type { PaymentFact } from '../../contracts/facts.js';
import { MINUTE } from '../../domain/clock.js';
import { nextLookWhileHeld } from '../../domain/decide-waiting.js';
import { targetOf } from '../../domain/collectable.js';
import { lostDispute } from '../../domain/disputes.js';
import { formatMoney } from '../../domain/money.js';
import {
  mayBeRecorded,
  recordedBefore,
  showsMore,
  unrecorded,
  type KnownRecords,
} from '../../domain/recorded.js';
import { keptOf } from '../../domain/sums.js';
import { attempt, expectedAmounts, invoiceOf, moneyOf, notWritten, type Next } from './act.js';
import type { Collection } from './collection.js';
import { isFirstRun } from './first-run.js';
import { isStale, validity } from './verdict-age.js';
import { showActing } from './visibility.js';

/** Records one capture as a payment in Togai. One that a dispute took is only searched for. */
export async function recordPayment(collection: Collection, payment: PaymentFact): Promise<Next> {
  const { data } = collection;
  const { paymentId } = payment;
  const isLost = lostDispute(data.facts, paymentId) !== undefined;
  const missed = data.missedRecords?.[paymentId];
  if (!isLost && missed && collection.now() < missed.until) return waitForLostRecord(collection, missed);
  showActing(collection, 'captured', 'togai_to_record_it');
  const amount = formatMoney(moneyOf(collection, keptOf(payment)));
  const mayPost = !data.unverifiedRecords.includes(paymentId);
  const result = await ask(collection, payment, mayPost, `record ${amount} of ${paymentId}`);
  if (!result || isStale(collection, result)) return 'wait';
  if (result.kind === 'missing' && !isLost) return missedBy(collection, paymentId, result.run);
  if (result.kind === 'unverified') {
    data.unverifiedRecords = [...new Set([...data.unverifiedRecords, paymentId])];
    data.writeBackTried = true;
  }
  if (result.kind === 'missing' || (result.kind === 'changed' && result.isMissing))
    data.missingRecords = [...new Set([...(data.missingRecords ?? []), paymentId])];
  // Nothing of it is sent, so nothing is waited for.
  if (result.kind === 'missing') return 'decide';
  if (result.kind !== 'recorded') return notWritten(collection, result);
  count(collection, payment, result);
  const isPaid = result.invoice.status === 'PAID';
  // What a reset made this run forget would be taken for a surplus.
  if (isPaid && showsMore(knownTo(collection)) && (await findRecords(collection)) === undefined)
    return 'wait';
  data.writtenBack = isPaid;
  return 'decide';
}

/** What an earlier run has sent is given as long as a lost payment is; then Togai is searched again before anything is sent. */
function missedBy(collection: Collection, paymentId: string, run: string): Next {
  const { data } = collection;
  const patience = (data.policy?.unknownAfterMinutes ?? 0) * MINUTE;
  const missed = { run, until: collection.now() + patience };
  data.missedRecords = { ...data.missedRecords, [paymentId]: missed };
  return waitForLostRecord(collection, missed);
}

/** No longer than what is authorized beside it may wait. */
function waitForLostRecord(collection: Collection, { until }: MissedRecord): Next {
  const { data } = collection;
  const look = data.policy ? nextLookWhileHeld({ ...data, policy: data.policy }, collection.now()) : until;
  collection.waitFor('captured', 'togai_to_show_an_earlier_record', Math.min(until, look));
  return 'wait';
}

/**
 * Counts the captures that Togai lists as payments although this run knows nothing of it: an earlier run, or one that a
 * reset has cut off, recorded them.
 * @returns whether there are any; undefined when a person has to help first
 */
export async function findRecords(collection: Collection): Promise<boolean | undefined> {
  const { data } = collection;
  const { length } = data.recordedPaymentIds;
  showActing(collection, 'captured', 'togai_to_tell_what_is_recorded');
  for (const payment of unrecorded(knownTo(collection))) {
    const result = await ask(collection, payment, false, `is ${payment.paymentId} recorded?`);
    if (!result) return undefined;
    if (result.kind === 'recorded') count(collection, payment, result);
  }
  return data.recordedPaymentIds.length > length;
}

async function ask(
  collection: Collection,
  payment: PaymentFact,
  mayPost: boolean,
  summary: string,
): Promise<RecordPaymentResult | undefined> {
  const { connection, invoiceId, data } = collection;
  const { paymentId } = payment;
  const amount = moneyOf(collection, keptOf(payment));
  const input = { connection, invoiceId, paymentId, amount, accountId: data.invoice?.ownerId ?? '' };
  const expected = expectedAmounts(collection);
  const wasMissed = data.missedRecords?.[paymentId] !== undefined;
  const searchFirst = !isFirstRun() || wasMissed || mayBeRecorded(knownTo(collection), payment);
  const clearInRun = runWithoutLost(collection, paymentId);
  return attempt(collection, () =>
    collection.activities.togai.recordPayment.executeWithOptions({ summary }, [
      { ...input, expected, searchFirst, mayPost, clearInRun, ...validity(collection) },
    ]),
  );
}

/**
 * The run in which nothing that another has sent can be on its way: the very first, for what it saw captured itself; any other
 * once it has waited. A reset makes another run of either, which the activity finds out: nothing here may depend on it.
 * None for what a dispute took: it is never posted.
 */
function runWithoutLost({ data }: Collection, paymentId: string): string | null {
  if (lostDispute(data.facts, paymentId)) return null;
  const missed = data.missedRecords?.[paymentId];
  if (missed) return missed.run;
  const isOurs = isFirstRun() && !data.capturedBefore?.includes(paymentId);
  return isOurs ? workflowInfo().runId : null;
}

function count(
  { data }: Collection,
  payment: PaymentFact,
  { invoice, recorded }: Extract<RecordPaymentResult, { kind: 'recorded' }>,
): void {
  data.invoice = invoice;
  data.recordedPaymentIds = [...data.recordedPaymentIds, payment.paymentId];
  data.recordedByUs += recorded ?? recordedBefore(invoice, data.recordedByUs, payment);
  followRecord(data, invoice);
}

/** What an earlier run had recorded was taken for somebody else's until now; what is settled may only turn out to be more. */
function followRecord(data: Collection['data'], { amounts }: BillingInvoice): void {
  if (amounts.kind !== 'exact') return;
  const target = targetOf(amounts, data.recordedByUs);
  if (!data.writtenBack || target.amount > (data.target?.amount ?? 0)) data.target = target;
}

function knownTo(collection: Collection): KnownRecords {
  return { ...collection.data, invoice: invoiceOf(collection) };
}
