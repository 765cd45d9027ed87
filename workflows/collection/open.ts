import type { InvoiceRead } from '../../contracts/activities.js';
import type { BillingInvoice } from '../../contracts/billing.js';
import type { CollectionResult, KeptOutcome } from '../../contracts/collection.js';
import { razorpayIdPatterns } from '../../contracts/ids.js';
import type { Money } from '../../contracts/money.js';
import type { ReminderPlan } from '../../contracts/reminders.js';
import { collectability, isRecordable, isOpenStatus, targetOf } from '../../domain/collectable.js';
import { expiryOf } from '../../domain/expiry.js';
import { isPaidMark, mayBePaidByMark } from '../../domain/paid-mark.js';
import { gapAfter } from '../../domain/polling.js';
import { reminderHold } from '../../domain/reminders.js';
import { kept, keptBeside } from '../../domain/sums.js';
import type { Collection } from './collection.js';
import { codeOf, heldFor, textOf } from './failures.js';
import { end, refuseSubmissions } from './end.js';
import { isFirstRun } from './first-run.js';
import { look } from './look.js';
import { readOutcome, resume } from './outcome.js';
import { isPaidByUs } from './ownership.js';
import { showActing } from './visibility.js';

/** What is waited for while nobody can say what a cancellation is to end. */
const CANCELLING = 'what_is_to_be_cancelled';

/** Reads the invoice and makes sure of its customer; ends the collection at once when there is nothing to collect. */
export async function open(collection: Collection): Promise<CollectionResult | undefined> {
  collection.takeHints();
  const read = await readInvoice(collection);
  if (read === 'held') return undefined;
  if (read !== 'read') return end(collection, 'failed', read);
  return judge(collection);
}

/**
 * Cancelled before it was ready. An earlier run, or what a reset made this one forget, may have left a page that can be paid,
 * an attempt, or money: what is found is closed like any other collection. Only where a search has found nothing it ends now;
 * as long as none can be made, the cancellation waits.
 */
export async function openToCancel(collection: Collection): Promise<CollectionResult | undefined> {
  const { data } = collection;
  const reason = data.cancelReason ?? 'cancelled';
  refuseSubmissions(collection, 'COLLECTION_CLOSING', 'cancelled');
  collection.takeHints();
  if (isFirstRun() && !collection.discover) return end(collection, 'cancelled', reason);
  collection.discover = true;
  showActing(collection, data.held ? 'held' : 'closing', CANCELLING);
  const read = await readInvoice(collection);
  if (read === 'invoice_not_found' || read === 'unknown_connection') return end(collection, 'failed', read);
  const result = read === 'read' ? await judge(collection, reason) : undefined;
  collection.cancelWaits = !data.ready;
  // The hold says what a person has to do, this what is done then.
  if (!data.ready) data.waitingFor = CANCELLING;
  return result;
}

/** What the invoice that was just read means for its collection. @param cancelled why it is cancelled, if it is */
export async function judge(
  collection: Collection,
  cancelled?: string,
): Promise<CollectionResult | undefined> {
  const { data } = collection;
  const { invoice } = data;
  if (!invoice) throw new Error('An invoice that was read is known');
  const verdict = collectability(invoice, data.recordedByUs);
  if (verdict.kind === 'nothing') return leftByAnEarlierRun(collection, invoice, verdict.reason);
  if (data.late && invoice.amounts.kind === 'exact') return openForLateMoney(collection, invoice);
  // Nothing is asked any more of the customer of a cancelled one, who need not be known for it.
  if (verdict.kind === 'collect' && cancelled === undefined) {
    data.target = verdict.target;
    data.customerId = await makeSureOfCustomer(collection, invoice);
    if (data.customerId !== undefined) return becomeReady(collection);
  }
  const found = await findBegun(collection, invoice);
  if (found !== 'nothing') return found === 'orders' ? becomeReady(collection) : undefined;
  if (cancelled !== undefined) {
    const isBegun = invoice.amounts.kind !== 'exact' && (await wasBegun(collection));
    if (isBegun === 'held') return undefined;
    if (!isBegun) return end(collection, 'cancelled', cancelled);
  }
  if (verdict.kind === 'wait') return waitToOpen(collection, verdict.reason);
  return verdict.kind === 'hold' ? holdOpening(collection, verdict.held, verdict.detail) : undefined;
}

/** A look needs an amount; whether there is anything to close is known without one. */
async function wasBegun(collection: Collection): Promise<boolean | 'held'> {
  const { connection, invoiceId } = collection;
  try {
    const begun = await collection.activities.razorpay.findBegun.executeWithOptions(
      { summary: `what was begun for ${invoiceId}` },
      [{ connection, invoiceId }],
    );
    return begun !== undefined;
  } catch (error) {
    collection.hold(heldFor(error), textOf(error));
    return 'held';
  }
}

function becomeReady(collection: Collection): undefined {
  collection.data.ready = true;
  return collection.waitFor('awaiting_attempt', 'caller_submits_a_payment', collection.now());
}

/**
 * The customer cannot be asked yet. An earlier run may have asked already, though: what it began does not wait, since
 * Razorpay gives back what nobody captures. Whatever needs a customer, or another amount, asks for it again.
 */
async function findBegun(
  collection: Collection,
  { amounts }: BillingInvoice,
): Promise<'orders' | 'nothing' | 'held'> {
  const { data } = collection;
  if (amounts.kind !== 'exact' || !collection.discover) return 'nothing';
  if (!(await look(collection, 'regular'))) return 'held';
  if (collection.orderIds().length === 0) return 'nothing';
  data.target = targetOf(amounts, data.recordedByUs);
  return 'orders';
}

/**
 * An earlier run of ours has ended, and money came after it. It is looked after as if that run were still closing: captured
 * and kept while the invoice is due, but nothing new is asked of the customer, who need not be known for it.
 */
async function openForLateMoney(collection: Collection, invoice: BillingInvoice): Promise<undefined> {
  const { data } = collection;
  resume(collection, await readOutcome(collection));
  if (invoice.amounts.kind === 'exact') data.target = targetOf(invoice.amounts, data.recordedByUs);
  data.customerId = invoice.customerIdSetting;
  const wasCancelled = data.notedOutcome !== 'unknown' && data.notedOutcome?.outcome === 'cancelled';
  // Whoever cancelled ended the asking: what is owed and comes all the same is taken, as after an expiry.
  data.closing = {
    ...{ because: 'expired', since: collection.now() },
    ...(wasCancelled && { wasCancelled }),
  };
  data.ready = true;
  return collection.waitFor('closing', 'money_came_late', collection.now());
}

/** Togai's webhook is awaited, and asked ever less often, as long as any collection may take. */
async function waitToOpen(collection: Collection, reason: string): Promise<CollectionResult | undefined> {
  const { data } = collection;
  const { policy } = data;
  if (!policy) throw new Error('An invoice that was read comes with a policy');
  if (collection.now() >= expiryOf(data.openedAt, policy)) return end(collection, 'expired', reason);
  collection.waitFor('opening', reason, collection.now() + gapAfter(data.quietLooks, policy));
  data.quietLooks += 1;
  return undefined;
}

/**
 * There is nothing to collect. An earlier run of ours may have been terminated or reset, though, with a page still payable,
 * an attempt still open, or money captured, and this run may have lost an answer: that is looked after as if this run had
 * begun it. What that run left with the invoice tells what it counted; a run that left nothing was terminated, and its last
 * order tells what it asked for. Of an invoice that Togai still takes money for, Togai alone tells what is due.
 */
async function leftByAnEarlierRun(
  collection: Collection,
  invoice: BillingInvoice,
  reason: string,
): Promise<CollectionResult | undefined> {
  const { data } = collection;
  if (invoice.amounts.kind !== 'exact' || !collection.discover)
    return end(collection, 'nothing_to_collect', reason);
  if (!(await look(collection, 'regular'))) return undefined;
  const isLost = collection.lostRounds().length > 0;
  const asked = askedFor(collection);
  const { acceptedPaymentIds, merchantRefunds, disputeIds, refundFailed } = data;
  const isWanted = [acceptedPaymentIds, merchantRefunds, disputeIds, refundFailed].some(Boolean);
  if (!asked && !isLost && !isWanted) return end(collection, 'nothing_to_collect', reason);
  const left = await readOutcome(collection);
  resume(collection, left);
  data.target = asked ?? invoice.amounts.total;
  const isKnown = left !== undefined && left !== 'unreadable';
  if (isKnown) data.target = { ...data.target, amount: markedFor(left) ?? data.target.amount };
  if (isKnown && isOpenStatus(invoice.status) && mayBePaidByMark(left, invoice, data.facts))
    return holdOpening(collection, 'paid_elsewhere', `${reason}, and what we marked it for is kept`);
  // Nothing has settled it: what was asked once is owed no more, as for a run that goes on.
  if (isOpenStatus(invoice.status)) data.target = targetOf(invoice.amounts, data.recordedByUs);
  data.customerId = invoice.customerIdSetting;
  const isOurs = invoice.status === 'PAID' && (await isPaidByUs(collection, left));
  if (isOurs === undefined) return undefined;
  data.writtenBack = isOurs;
  // Captured, void, and nothing left that says how: it may have been marked paid before it was voided.
  data.writeBackTried ||= !isKnown && invoice.status === 'VOID' && kept(data.facts) > 0;
  data.ready = true;
  return collection.waitFor('closing', reason, collection.now());
}

/** What an earlier run asked for, by its last order. Where payments are recorded, that one was for the rest beside the others. */
function askedFor(collection: Collection): Money | undefined {
  const { policy, facts } = collection.data;
  const { amount, orderId } = collection.currentRound() ?? {};
  if (!amount || policy?.writeBack !== 'record_payment') return amount;
  return { ...amount, amount: amount.amount + keptBeside(orderId, facts) };
}

/** Subunits that an earlier run marked it paid for. What one of an older version kept is as much, unless some went back. */
function markedFor(left: KeptOutcome): number | undefined {
  if (!isPaidMark(left)) return undefined;
  return left.asked?.target ?? (left.outcome === 'paid' ? left.amount : undefined);
}

/**
 * Reads invoice and policy.
 * @returns `held` when a person has to help first; the two others only before anything was ever known of the invoice, so
 * that there is nothing to wait for
 */
export async function readInvoice(
  collection: Collection,
): Promise<'read' | 'held' | 'invoice_not_found' | 'unknown_connection'> {
  const { connection, invoiceId } = collection;
  const reminders = collection.data.policy?.reminders;
  try {
    takeRead(
      collection,
      await collection.activities.togai.readInvoice.executeWithOptions(
        { summary: `read invoice ${invoiceId}` },
        [{ connection, invoiceId, ...(reminders && { reminders }) }],
      ),
    );
    return 'read';
  } catch (error) {
    return failedRead(collection, error);
  }
}

/** Takes in an invoice that was just read. The target follows it while Togai takes money for it. */
export function takeRead(collection: Collection, read: InvoiceRead): void {
  const { invoice, policy, reminderPlan } = read;
  const { data } = collection;
  collection.lastLookWasLocal = false;
  collection.invoiceIsFresh = true;
  collection.invoiceReadAt = read.readAt;
  data.policy ??= policy;
  data.mode ??= policy.mode;
  data.invoice = invoice;
  // A reset may have cut off a write-back. What was read tells, and not that there was a reset: a replay of what went
  // before it has to decide as it did.
  if (read.mayBeOurs) data.writeBackTried = true;
  if (read.paidByUs || data.paidByUs) data.paidByUs = read.paidByUs;
  collection.mark = read.markedPaid;
  if (data.policy.reminders && reminderPlan) {
    takePlan(collection, reminderPlan);
    data.reminderHold = reminderHold(read.reminderDowntime, collection.now());
  }
  const { amounts } = invoice;
  // All that was due is recorded, and Togai's status has followed, by itself or by hand.
  const isRecorded = data.recordedByUs > 0 && data.target && data.recordedByUs >= data.target.amount;
  if (isRecorded && invoice.status === 'PAID') data.writtenBack = true;
  if (!data.writtenBack && isOpenStatus(invoice.status) && amounts.kind === 'exact')
    data.target = targetOf(amounts, data.recordedByUs);
}

/** Of what a reset run may have sent before it was cut, nothing is known: its open steps count as sent. */
function takePlan(collection: Collection, plan: ReminderPlan): void {
  const { data } = collection;
  const wasReset = data.reminderPlan?.run !== undefined && data.reminderPlan.run !== plan.run;
  if (wasReset) data.requestedAt = collection.now();
  data.reminderPlan = plan;
}

/** The read failed for good: nothing is known and nothing to wait for, or a person has to help. */
export function failedRead(
  collection: Collection,
  error: unknown,
): 'held' | 'invoice_not_found' | 'unknown_connection' {
  const code = codeOf(error);
  if (!collection.data.invoice && code === 'INVOICE_NOT_FOUND') return 'invoice_not_found';
  if (!collection.data.invoice && code === 'UNKNOWN_CONNECTION') return 'unknown_connection';
  const reason = code === 'INVOICE_NOT_FOUND' ? 'invoice_not_found' : heldFor(error);
  holdOpening(collection, reason, textOf(error));
  return 'held';
}

/** The invoice's customer at Razorpay; undefined when a person has to help first. */
export async function makeSureOfCustomer(
  collection: Collection,
  invoice: BillingInvoice,
): Promise<string | undefined> {
  const { policy } = collection.data;
  if (policy && !isRecordable(invoice, policy))
    return holdOpening(collection, 'invoice_group_not_recordable', invoice.ownerId);
  const setting = invoice.customerIdSetting ?? '';
  if (razorpayIdPatterns.customer.test(setting)) return setting;
  if (setting !== '') return holdOpening(collection, 'customer_id_invalid', `${setting.length} characters`);
  if (invoice.ownerType === 'invoice_group')
    return holdOpening(collection, 'invoice_group_without_customer', invoice.ownerId);
  if (policy?.withoutCustomer === 'hold')
    return holdOpening(collection, 'customer_not_synced', invoice.ownerId);
  const { connection } = collection;
  showActing(collection, 'syncing_customer', 'customer_of_the_account');
  try {
    const synced = await collection.activities.both.syncCustomer.executeWithOptions(
      { summary: `customer of account ${invoice.ownerId}` },
      [{ connection, accountId: invoice.ownerId }],
    );
    if (synced.status === 'synced') return synced.customerId;
    return holdOpening(collection, synced.reason, synced.detail);
  } catch (error) {
    return holdOpening(collection, heldFor(error), textOf(error));
  }
}

/** Waits for a person before anything was begun; callers are told why. */
export function holdOpening(
  collection: Collection,
  ...[reason, detail]: Parameters<Collection['hold']>
): undefined {
  collection.hold(reason, detail);
  refuseSubmissions(collection, 'COLLECTION_HELD', `${reason}: ${detail}`);
}
