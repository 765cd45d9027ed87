import { sleep, workflowInfo } from '@temporalio/workflow';
import type { TriedPayment } from '../../contracts/activities.js';
import type {
  AttemptRecord,
  CollectionResult,
  PaymentSubmission,
  Round,
  SubmitPaymentAnswer,
} from '../../contracts/collection.js';
import { errorCodes, type ProviderRefusal } from '../../contracts/errors.js';
import type { Money } from '../../contracts/money.js';
import type { Policy } from '../../contracts/policy.js';
import { receiptFor } from '../../contracts/receipt.js';
import { refuseSubmission } from '../../domain/admission.js';
import { captureNoteFor } from '../../domain/capture-settings.js';
import { SECOND } from '../../domain/clock.js';
import { isOpenStatus } from '../../domain/collectable.js';
import { isOpenRefund } from '../../domain/merchant-refunds.js';
import { isSame } from '../../domain/money.js';
import { neverSent } from '../../domain/never-sent.js';
import { isSpent } from '../../domain/spent-order.js';
import { dueOn, kept, keptBeside } from '../../domain/sums.js';
import type { Collection } from './collection.js';
import { end } from './end.js';
import { isFirstRun } from './first-run.js';
import { codeOf, isErrorCode, textOf } from './failures.js';
import { lookAndFollow } from './follow.js';
import { holdAttempt, takeUpHeld, turnDown, withdrawHeld } from './held-attempt.js';
import { failedRead, holdOpening, judge, makeSureOfCustomer, takeRead } from './open.js';
import type { PendingSubmission, SubmissionRefusal } from './pending-submission.js';

/** Tries to send a payment that provably did not leave this often; the gaps double from one second. */
const SENDING_TRIES = 6;

/**
 * One attempt: one payment on the round's order, created together with the order when it is the first. The invoice is read
 * for it, so it may as well be the first thing a collection does.
 */
export async function attemptPayment(collection: Collection): Promise<CollectionResult | undefined> {
  const pending = collection.submissions[0] ?? takeUpHeld(collection);
  if (!pending) return undefined;
  const { data } = collection;
  const { submission } = pending;
  const known = collection.attempt(submission.attemptId);
  if (known) return answerAsKnown(collection, pending, known);
  const refused = data.ready || data.held ? refuse(collection, submission) : undefined;
  if (refused) {
    turnDown(collection, pending, refused.code, refused.detail);
    return undefined;
  }
  withdrawHeld(collection, 'DOWNTIME', `replaced by ${submission.attemptId}`);
  const round = data.ready ? roundFor(collection, submission) : undefined;
  if (round) collection.putRound(round);
  const begun: AttemptRecord = {
    attemptId: submission.attemptId,
    contentHash: submission.contentHash,
    method: submission.payment.method,
    submittedAt: collection.now(),
    round: round?.round ?? 1,
    answer: { status: 'pending', attemptId: submission.attemptId },
    paymentId: undefined,
    standing: 'submitting',
  };
  collection.putAttempt(begun);
  const sent = await send(collection, pending, round);
  if (sent.kind === 'failed_read') {
    forget(collection, begun);
    return sent.why === 'held' ? undefined : end(collection, 'failed', sent.why);
  }
  if (sent.kind === 'not_tried' || sent.kind === 'customer') {
    forget(collection, begun);
    return notYet(collection, pending, sent);
  }
  collection.submissions.splice(collection.submissions.indexOf(pending), 1);
  if (sent.kind === 'held_by_downtime') {
    becomeReady(collection);
    holdAttempt(collection, pending, begun, sent.downtime);
    return undefined;
  }
  settle(collection, pending, begun, () => round ?? firstRound(collection, submission), sent);
  return undefined;
}

/** A look has found the payment that an earlier run made for this attempt. */
function answerAsKnown(collection: Collection, pending: PendingSubmission, known: AttemptRecord): undefined {
  collection.submissions.shift();
  collection.putAttempt({ ...known, contentHash: known.contentHash ?? pending.submission.contentHash });
  pending.answerWith(known.answer);
  return undefined;
}

/** The submission stays in its place: what the invoice, its customer or an earlier run asks for comes first. */
function notYet(
  collection: Collection,
  pending: PendingSubmission,
  sent: Extract<Sent, { kind: 'not_tried' | 'customer' }>,
): Promise<CollectionResult | undefined> | undefined {
  if (sent.kind === 'not_tried') {
    pending.takesLong();
    return collection.data.ready ? lookAgain(collection, pending) : judge(collection);
  }
  if (sent.sync.status === 'held') return holdOpening(collection, sent.sync.reason, sent.sync.detail);
  return undefined;
}

/** The invoice changed while it was collected. Once more with what it says now, unless that takes no payment either. */
async function lookAgain(
  collection: Collection,
  pending: PendingSubmission,
): Promise<CollectionResult | undefined> {
  if (!pending.invoiceChanged) {
    pending.invoiceChanged = true;
    return lookAndFollow(collection);
  }
  const { invoice } = collection.data;
  const isDue = invoice !== undefined && isOpenStatus(invoice.status);
  // Whoever is to pay is not known any more: a person is asked for the customer, and the caller told why.
  if (isDue && (await makeSureOfCustomer(collection, invoice)) === undefined) return undefined;
  turnDown(
    collection,
    pending,
    'NOT_COLLECTABLE',
    `Togai says ${collection.data.invoice?.status ?? 'nothing'}`,
  );
  return undefined;
}

/** Nothing was sent under this attempt id. */
function forget({ data }: Collection, { attemptId }: AttemptRecord): void {
  data.attempts = data.attempts.filter((attempt) => attempt.attemptId !== attemptId);
}

function refuse(collection: Collection, submission: PaymentSubmission): SubmissionRefusal | undefined {
  const { data } = collection;
  if (data.held) return { code: 'COLLECTION_HELD', detail: `${data.held.reason}: ${data.held.detail}` };
  if (data.writtenBack) return { code: 'ALREADY_PAID', detail: 'The invoice is marked paid.' };
  if (data.merchantRefunds?.some(isOpenRefund)) return { code: 'COLLECTION_CLOSING', detail: 'refund' };
  if (data.closing) return { code: 'COLLECTION_CLOSING', detail: data.closing.because };
  if (data.mode === 'payment_request') return { code: 'WRONG_MODE', detail: 'payment_request' };
  if (!data.policy || !data.target) return { code: 'NOT_COLLECTABLE', detail: data.waitingFor };
  if (data.heldAttempt && !submission.replace)
    return { code: 'ATTEMPT_OPEN', detail: `held by a downtime: ${data.heldAttempt.submission.attemptId}` };
  const round = usableRound(collection);
  return refuseSubmission(submission, {
    policy: data.policy,
    target: data.target,
    kept: kept(data.facts),
    attempts: data.attempts,
    facts: data.facts,
    round,
    receipt: round && receiptFor(collection.connection, collection.invoiceId, round.round),
  });
}

/** The current round, if its order is for what is due beside the others and takes a payment still. */
function usableRound(collection: Collection): Round | undefined {
  const { target, facts } = collection.data;
  const current = collection.currentRound();
  if (!current || !target || isSpent(current.orderId, facts)) return undefined;
  return isSame(current.amount, dueOn(current.orderId, target, facts)) ? current : undefined;
}

/** The order that takes the payment: the current one, or a new round's. */
function roundFor(collection: Collection, submission: PaymentSubmission): Round {
  const usable = usableRound(collection);
  if (usable) return usable;
  const current = collection.currentRound();
  // A number that no order carries is used again: a restarted run searches receipts until one has nothing.
  const isUnused =
    current && current.orderId === undefined && !collection.lostRounds().includes(current.round);
  const last = current?.round ?? 0;
  return { ...firstRound(collection, submission), round: isUnused ? last : last + 1 };
}

function firstRound({ data }: Collection, submission: PaymentSubmission): Round {
  const { policy, target, facts } = data;
  if (!policy || !target) throw new Error('A payment is made only for an invoice that was read');
  return newRound(submission, policy, dueOn(undefined, target, facts));
}

type Sent =
  | (TriedPayment['result'] & Pick<TriedPayment, 'downtime'>)
  | { readonly kind: 'lost' }
  | { readonly kind: 'not_sent'; readonly refusal: ProviderRefusal }
  | { readonly kind: 'failed_read'; readonly why: ReturnType<typeof failedRead> };

/** Sends the order and payment once; again only when it provably never left. A lost answer is never sent again. */
async function send(
  collection: Collection,
  { submission, updateId, held }: PendingSubmission,
  round: Round | undefined,
): Promise<Sent> {
  const { connection, invoiceId, data } = collection;
  const { attemptId, payment } = submission;
  const { policy, recordedByUs } = data;
  const beside = keptBeside(round?.orderId, data.facts);
  // A reset replays what the run it was cut from has searched, under a run id of its own: it searches again.
  const searchedInRun = collection.searched && isFirstRun() ? workflowInfo().runId : undefined;
  const mayPrecedeReset = isFirstRun() ? undefined : updateId;
  const heldLongEnough = held !== undefined && collection.now() >= held.until;
  for (let tries = 1; ; tries += 1) {
    try {
      const tried = await collection.activities.bothOnce.createOrderWithPayment.executeWithOptions(
        { summary: `${round?.orderId ? 'payment' : 'order and payment'}, ${payment.method}, ${attemptId}` },
        [
          {
            ...{ connection, invoiceId, submission, round, policy, recordedByUs, searchedInRun },
            kept: kept(data.facts),
            ...(beside > 0 && { keptBeside: beside }),
            ...(heldLongEnough && { heldLongEnough }),
            ...(mayPrecedeReset !== undefined && { mayPrecedeReset }),
            ...(wasTakenBefore(submission) && { wasTaken: true as const }),
          },
        ],
      );
      takeRead(collection, tried);
      const { result, downtime } = tried;
      return downtime ? { ...result, downtime } : result;
    } catch (error) {
      const code = codeOf(error);
      // A try that timed out tells no code: its worker may have died after sending.
      if (!isErrorCode(code) || code === 'OUTCOME_UNKNOWN') return { kind: 'lost' };
      if (code === 'INVOICE_NOT_FOUND' || code === 'UNKNOWN_CONNECTION' || code === 'CREDENTIALS_REFUSED')
        return { kind: 'failed_read', why: failedRead(collection, error) };
      if (!errorCodes[code].retryable || tries >= SENDING_TRIES)
        return { kind: 'not_sent', refusal: neverSent(code, textOf(error)) };
      // Between half and one and a half of the gap: those refused together must not come back together.
      await sleep(SECOND * 2 ** (tries - 1) * (0.5 + Math.random()), {
        summary: `send ${attemptId} again: ${code}`,
      });
    }
  }
}

/** The caller was told so before any run of this collection began. */
function wasTakenBefore({ takenAt }: PaymentSubmission): boolean {
  return takenAt !== undefined && takenAt < workflowInfo().startTime.getTime();
}

function newRound({ order, orderHash }: PaymentSubmission, policy: Policy, amount: Money): Round {
  return {
    round: 1,
    mode: 'direct',
    amount,
    orderId: undefined,
    razorpayInvoiceId: undefined,
    shortUrl: undefined,
    orderHash,
    partialPayment: order?.partial_payment ?? false,
    ...captureNoteFor(order?.payment_config, policy),
  };
}

/** The payment was tried, so the invoice is collectable and its customer known. */
function becomeReady({ data }: Collection): void {
  data.customerId = data.invoice?.customerIdSetting;
  data.ready = true;
}

/** Binds what the answer names to round and attempt, and answers the caller. */
function settle(
  collection: Collection,
  pending: PendingSubmission,
  begun: AttemptRecord,
  round: () => Round,
  result: Exclude<Sent, { kind: 'not_tried' | 'customer' | 'failed_read' | 'held_by_downtime' }>,
): void {
  const { attemptId } = begun;
  const finish = (
    standing: AttemptRecord['standing'],
    plain: SubmitPaymentAnswer,
    orderId?: string,
    paymentId?: string,
  ): void => {
    const answer = 'downtime' in result ? { ...plain, downtime: result.downtime } : plain;
    if (orderId !== undefined) collection.putRound({ ...round(), orderId });
    collection.putAttempt({ ...begun, standing, answer, paymentId });
    pending.answerWith(answer);
  };
  if (result.kind !== 'lost' && result.kind !== 'not_sent') becomeReady(collection);
  // The call has searched for what an earlier run left, unless it failed before that.
  if (result.kind !== 'not_sent') collection.discover = collection.lostRounds().length > 0;
  switch (result.kind) {
    case 'created': {
      const { orderId, paymentId, next } = result;
      finish('known', { status: 'next_actions', attemptId, orderId, paymentId, next }, orderId, paymentId);
      break;
    }
    case 'adopted': {
      const { orderId, paymentId } = result;
      finish('known', { status: 'next_actions_lost', attemptId, orderId, paymentId }, orderId, paymentId);
      break;
    }
    case 'refused': {
      const { orderId, paymentId, refusal, alternatives } = result;
      const plain = { status: 'refused', attemptId, orderId, paymentId, refusal } as const;
      finish('refused', alternatives ? { ...plain, alternatives } : plain, orderId, paymentId);
      break;
    }
    case 'not_sent':
      finish('refused', {
        status: 'refused',
        attemptId,
        orderId: undefined,
        paymentId: undefined,
        refusal: result.refusal,
      });
      break;
    case 'foreign_order':
      forget(collection, begun);
      collection.hold('order_mismatch', `${result.orderId}: ${result.why}`);
      collection.discover = true;
      turnDown(collection, pending, 'COLLECTION_HELD', `order_mismatch: ${result.orderId}`);
      return;
    case 'lost':
      finish('searching', { status: 'pending', attemptId });
      collection.discover = true;
      collection.searched = false;
      collection.lookNow();
      return;
  }
  if (!collection.data.held)
    collection.waitFor(
      result.kind === 'refused' || result.kind === 'not_sent' ? 'awaiting_attempt' : 'awaiting_customer',
      result.kind === 'refused' || result.kind === 'not_sent'
        ? 'caller_submits_a_payment'
        : 'customer_finishes_the_payment',
      collection.now() + (collection.data.policy?.firstLookSeconds ?? 0) * SECOND,
    );
  collection.data.quietLooks = 0;
}
