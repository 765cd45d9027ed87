import type { CollectionResult, Hint } from '../../contracts/collection.js';
import { decide } from '../../domain/decide.js';
import { decideBeside } from '../../domain/decide-beside.js';
import { stillPayable } from '../../domain/decide-closing.js';
import { pollReadsInvoice } from '../../domain/polling.js';
import type { Decision, Situation } from '../../domain/situation.js';
import { capture, refund } from './act.js';
import type { Collection } from './collection.js';
import { cancelRequests, close, reopen } from './close.js';
import { end, isByPerson } from './end.js';
import { look } from './look.js';
import { markPaid, takeMark } from './mark.js';
import { markRefunded, refundForMerchant } from './merchant-refunds.js';
import { readInvoice } from './open.js';
import { noteOutcome } from './outcome.js';
import { recordPayment } from './records.js';
import { lookIsOutdated } from './verdict-age.js';

/** So many hints are a flood: the server fails a workflow task while a hundred signals wait for the next. */
const FLOOD = 30;

/**
 * Looks, then decides and acts until there is something to wait for, or an end.
 * @param readsInvoice also looks in Togai, whatever asks for the look
 */
export async function lookAndFollow(
  collection: Collection,
  readsInvoice = false,
): Promise<CollectionResult | undefined> {
  // Cleared before the look: a hint that arrives while we look causes exactly one more.
  const hints = collection.takeHints();
  if (hints.length === 0 && collection.data.looks > 0) collection.addEvidence('poll');
  if (collection.data.closing && stillPayable(collection.data)) await cancelRequests(collection);
  if (!(await look(collection, collection.data.flooded ? 'regular' : 'local'))) return undefined;
  if (isNewlyFlooded(collection)) {
    hints.push(...collection.takeHints());
    if (!(await look(collection, 'regular'))) return undefined;
  }
  collection.isOnlyTold = hints.length > 0 && !hints.some(isByPerson);
  const wants = readsInvoice || wantsInvoice(collection, hints);
  if (wants && (await readInvoice(collection)) === 'held') return undefined;
  return follow(collection);
}

/**
 * When the server fails the task in which a look runs, the SDK takes the next task's hints in during the look, but the
 * history tells them before it. What is asked after the look, of all hints together, is answered alike in a replay; what
 * is asked before it is not. From then on looks leave the task.
 */
function isNewlyFlooded({ data, hintsNoted }: Collection): boolean {
  if (data.flooded || hintsNoted <= FLOOD) return false;
  data.flooded = true;
  return true;
}

/** Hints from billing or an operator say that the invoice may have changed; long polls ask by themselves. */
function wantsInvoice({ data }: Collection, hints: readonly Hint[]): boolean {
  if (
    data.held ||
    data.invoice?.finalizing ||
    hints.some(({ evidence }) => evidence === 'billing' || evidence === 'operator')
  )
    return true;
  return hints.length === 0 && data.policy !== undefined && pollReadsInvoice(data.quietLooks, data.policy);
}

/** Looks that news may still ask for at the very end; a flood of it must not keep a collection open. A person may always. */
const LAST_LOOKS = 2;

async function follow(collection: Collection): Promise<CollectionResult | undefined> {
  let lastLooks = 0;
  for (;;) {
    const { mark } = collection;
    collection.mark = undefined;
    if (mark && !(await takeMark(collection, mark))) return undefined;
    const decision = decide(situationOf(collection), collection.now());
    collection.record(decision);
    if (decision.kind === 'finish') {
      // Before the last hints are looked for: one may come while the outcome is written.
      if (await noteOutcome(collection, decision.outcome)) continue;
      // A hint that came while we acted asks for one more look, also at the very end.
      const told = collection.takeHints();
      const isLast = told.length === 0 || (lastLooks >= LAST_LOOKS && !told.some(isByPerson));
      if (isLast && !collection.lastLookWasLocal) return end(collection, decision.outcome, decision.reason);
      // A task that ran a local activity must not close the run: a signal in it would run the activity twice.
      lastLooks += 1;
      if (!(await look(collection, 'regular'))) return undefined;
    } else if ((await act(collection, decision)) === 'wait') {
      if (decision.kind === 'hold' || decision.kind === 'record_payment') await captureBeside(collection);
      return undefined;
    }
  }
}

/**
 * A person was asked about some of the money, or a record of it is waited for that may be on its way: the rest does not wait
 * for either.
 */
async function captureBeside(collection: Collection): Promise<void> {
  for (;;) {
    const { held } = collection.data;
    const why = held?.reason ?? 'write_back_unverified';
    const decision = decideBeside(situationOf(collection), why, collection.now());
    if (!decision) return;
    collection.record(decision);
    if ((await act(collection, decision)) === 'wait') return;
  }
}

/** Carries out one decision. `wait`: look again at `nextLook`; `decide`: what is known has changed. */
async function act(
  collection: Collection,
  decision: Exclude<Decision, { kind: 'finish' }>,
): Promise<'wait' | 'decide'> {
  switch (decision.kind) {
    case 'wait':
      collection.waitFor(decision.state, decision.reason, decision.until);
      return 'wait';
    case 'hold':
      collection.hold(decision.held, decision.detail);
      return 'wait';
    case 'read_invoice':
      return readBeforeMoving(collection);
    case 'capture':
      return capture(collection, decision);
    case 'refund':
      return refund(collection, decision);
    case 'refund_for_merchant':
      return refundForMerchant(collection, decision);
    case 'mark_refunded':
      return markRefunded(collection);
    case 'mark_paid':
      return markPaid(collection);
    case 'record_payment':
      return recordPayment(collection, decision.payment);
    case 'close':
      await close(collection, decision.because);
      return 'wait';
    case 'reopen':
      reopen(collection);
      return 'wait';
  }
}

/** Togai's queue may be long, or Togai away: what Razorpay said before that is then asked again. */
async function readBeforeMoving(collection: Collection): Promise<'wait' | 'decide'> {
  if ((await readInvoice(collection)) === 'held') return 'wait';
  if (!lookIsOutdated(collection)) return 'decide';
  if (!(await look(collection, collection.data.flooded ? 'regular' : 'local'))) return 'wait';
  // How old it is by then, the write asks.
  collection.invoiceIsFresh = true;
  return 'decide';
}

function situationOf(collection: Collection): Situation {
  const { data, invoiceIsFresh } = collection;
  const { policy, invoice, target } = data;
  if (!policy || !invoice || !target) throw new Error('Nothing is decided before the invoice was read');
  return { ...data, policy, invoice, target, invoiceIsFresh, mode: data.mode ?? policy.mode };
}
