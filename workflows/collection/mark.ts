import type { MarkPaidResult } from '../../contracts/activities.js';
import type { BillingInvoice } from '../../contracts/billing.js';
import type { PaidMark } from '../../contracts/collection.js';
import type { Money } from '../../contracts/money.js';
import { isFound } from '../../domain/paid-mark.js';
import { attempt, expectedAmounts, notWritten, type Next } from './act.js';
import type { Collection } from './collection.js';
import { look } from './look.js';
import { accept, outcomeWhenPaid, unseenOf } from './outcome.js';
import { markMayStillShow, waitsForShownMark } from './unshown-marks.js';
import { isStale, validity } from './verdict-age.js';
import { showActing } from './visibility.js';

/** Flow 3: the invoice becomes PAID in Togai, unless it is not any more what we collected for. */
export async function markPaid(collection: Collection): Promise<Next> {
  const { connection, invoiceId, data } = collection;
  if (markMayStillShow(collection, 'unshownMarks')) return 'wait';
  showActing(collection, 'captured', 'togai_to_mark_it_paid');
  const expected = expectedAmounts(collection);
  const mayBeOurs = data.writeBackTried;
  data.writeBackTried = true;
  const outcome = outcomeWhenPaid(collection);
  const result = await attempt(collection, () =>
    collection.activities.togai.markInvoicePaid.executeWithOptions({ summary: `mark ${invoiceId} paid` }, [
      { connection, invoiceId, expected, outcome, ...validity(collection) },
    ]),
  );
  if (!result) return 'wait';
  if (isStale(collection, result)) {
    data.writeBackTried = mayBeOurs || result.mayHaveWritten;
    return 'wait';
  }
  const isOurs =
    result.kind === 'marked' ||
    (result.kind === 'was_paid' && (await isStillOurs(collection, result, mayBeOurs)));
  if (isOurs === undefined) return 'wait';
  if (isOurs) {
    // Only this version's write-back says that the outcome is not kept.
    const isNoted = result.kind === 'marked' && result.outcomeNoted !== false;
    data.notedOutcome = isNoted ? outcome : 'unknown';
    data.markedPaymentIds = isNoted ? outcome.keptPaymentIds : result.markedPaymentIds;
    if (result.found) {
      data.invoice = result.found.invoice;
      if (!(await takeMark(collection, result.found.mark))) return 'wait';
    }
    data.writtenBack = true;
    return result.kind === 'marked' && result.changed
      ? takeChange(collection, expected.total, result.changed)
      : 'decide';
  }
  // What Togai does not show yet, it may show at the next look.
  data.writeBackTried = result.kind === 'unverified';
  if (result.kind === 'unverified' && waitsForShownMark(collection, 'unshownMarks')) return 'wait';
  if (result.kind !== 'was_paid') return notWritten(collection, result);
  collection.hold('paid_elsewhere', 'Togai said PAID before we had marked it for this money');
  return 'wait';
}

/** It was changed in the moment of our PATCH. What is too much goes back; a PAID without all of the money no PATCH takes back. */
function takeChange(collection: Collection, asked: Money, changed: BillingInvoice): Next {
  const { data } = collection;
  const { amounts } = changed;
  data.invoice = changed;
  const isLess =
    amounts.kind === 'exact' &&
    amounts.total.currency === asked.currency &&
    amounts.total.amount <= asked.amount;
  if (isLess && data.target) {
    const left = data.target.amount - (asked.amount - amounts.total.amount);
    data.target = { ...data.target, amount: Math.max(0, left) };
    return 'decide';
  }
  collection.hold(
    'invoice_changed',
    'It was changed while we marked it paid, and says PAID for more now, or for what cannot be read',
  );
  return 'wait';
}

/**
 * Whether a PAID that was there before is the one our note tells of. Where it does not tell how much that was for, or the
 * invoice says another amount now, the captures it names have to cover what is due.
 * @returns undefined when a person has to help first
 */
async function isStillOurs(
  collection: Collection,
  { ours, found, markedPaymentIds }: Extract<MarkPaidResult, { kind: 'was_paid' }>,
  mayBeOurs: boolean,
): Promise<boolean | undefined> {
  const { target } = collection.data;
  if (!(ours ?? mayBeOurs) || !markedPaymentIds || !target) return ours ?? mayBeOurs;
  return findMoney(collection, found?.mark ?? { target: target.amount, keptPaymentIds: markedPaymentIds });
}

/**
 * The invoice says PAID by a mark of ours of which this run knows nothing: a reset cut it off. What it was for is what was
 * asked, whatever the invoice said when the run was cut, as far as the money is there; this run may not know all its orders.
 * @returns false when a person has to help first
 */
export async function takeMark(collection: Collection, mark: PaidMark): Promise<boolean> {
  const { data } = collection;
  if (data.writtenBack || !data.target || data.policy?.writeBack !== 'mark_paid') return true;
  const isThere = await findMoney(collection, mark);
  if (!isThere) return isThere !== undefined;
  data.target = { ...data.target, amount: mark.target };
  data.writtenBack = true;
  data.notedOutcome = 'unknown';
  data.markedPaymentIds = mark.keptPaymentIds;
  return true;
}

/** @returns undefined when a person has to help first */
async function findMoney(collection: Collection, mark: PaidMark): Promise<boolean | undefined> {
  const { data } = collection;
  if (isFound(mark, data.facts)) return true;
  return (await searchFor(collection, mark)) ? isFound(mark, data.facts) : undefined;
}

async function searchFor(collection: Collection, mark: PaidMark): Promise<boolean> {
  const { invoiceIsFresh } = collection;
  collection.discover = true;
  if (!(await look(collection, 'regular'))) return false;
  const unseen = unseenOf(collection.data, mark.keptPaymentIds);
  if (unseen.length > 0) {
    accept(collection.data, unseen);
    if (!(await look(collection, 'regular'))) return false;
  }
  // The reading that told of the mark is not outdated by the search for it: read anew, it would tell of it for ever.
  collection.invoiceIsFresh = invoiceIsFresh;
  return true;
}
