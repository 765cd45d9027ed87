import { sleep, workflowInfo } from '@temporalio/workflow';
import type { CreatedPayment } from '../../contracts/activities.js';
import type {
  AttemptRecord,
  PaymentSubmission,
  Round,
  SubmitPaymentAnswer,
} from '../../contracts/collection.js';
import { errorCodes, type ProviderRefusal } from '../../contracts/errors.js';
import type { Money } from '../../contracts/money.js';
import type { Policy } from '../../contracts/policy.js';
import { receiptFor } from '../../contracts/receipt.js';
import { refuseSubmission } from '../../domain/admission.js';
import { SECOND } from '../../domain/clock.js';
import { kept } from '../../domain/sums.js';
import type { Collection, PendingSubmission } from './collection.js';
import { codeOf, isErrorCode, textOf } from './failures.js';

/** Tries to send a payment that provably did not leave this often; the gaps double from one second. */
const SENDING_TRIES = 6;

/** One attempt: one payment on the round's order, created together with the order when it is the first. */
export async function attemptPayment(collection: Collection): Promise<undefined> {
  const pending = collection.submissions[0];
  if (!pending) return undefined;
  const { data } = collection;
  const { submission } = pending;
  const refused = refuse(collection, submission);
  collection.submissions.splice(collection.submissions.indexOf(pending), 1);
  if (refused) {
    pending.refused = refused;
    return undefined;
  }
  const { policy, target, customerId } = data;
  if (!policy || !target || customerId === undefined)
    throw new Error('A collection without policy is not ready');

  const round = roundFor(collection, submission, policy, target);
  collection.putRound(round);
  const submittedAt = collection.now();
  const begun: AttemptRecord = {
    attemptId: submission.attemptId,
    contentHash: submission.contentHash,
    method: submission.payment.method,
    submittedAt,
    round: round.round,
    answer: { status: 'pending', attemptId: submission.attemptId },
    paymentId: undefined,
    standing: 'submitting',
  };
  collection.putAttempt(begun);
  const result = await send(collection, { submission, round, policy, customerId, amount: round.amount });
  settle(collection, pending, begun, round, result);
  return undefined;
}

function refuse(collection: Collection, submission: PaymentSubmission): PendingSubmission['refused'] {
  const { data } = collection;
  if (data.held) return { code: 'COLLECTION_HELD', detail: `${data.held.reason}: ${data.held.detail}` };
  if (data.writtenBack) return { code: 'ALREADY_PAID', detail: 'The invoice is marked paid.' };
  if (data.closing) return { code: 'COLLECTION_CLOSING', detail: data.closing.because };
  if (data.mode === 'payment_request') return { code: 'WRONG_MODE', detail: 'payment_request' };
  if (!data.policy || !data.target) return { code: 'NOT_COLLECTABLE', detail: data.waitingFor };
  const current = collection.currentRound();
  const round = current?.amount.amount === data.target.amount ? current : undefined;
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

/** The order that takes the payment: the current one, or a new round when there is none for this amount. */
function roundFor(
  collection: Collection,
  submission: PaymentSubmission,
  policy: Policy,
  target: Money,
): Round {
  const current = collection.currentRound();
  if (current?.amount.amount === target.amount) return current;
  const config = submission.order?.payment_config;
  return {
    round: (current?.round ?? 0) + 1,
    mode: 'direct',
    amount: target,
    orderId: undefined,
    razorpayInvoiceId: undefined,
    shortUrl: undefined,
    orderHash: submission.orderHash,
    partialPayment: submission.order?.partial_payment ?? false,
    capture: config?.capture ?? policy.capture,
    automaticExpiryMinutes: config?.capture_options.automatic_expiry_period ?? policy.automaticExpiryMinutes,
    manualExpiryMinutes: config?.capture_options.manual_expiry_period ?? policy.manualExpiryMinutes,
  };
}

interface Sending {
  readonly submission: PaymentSubmission;
  readonly round: Round;
  readonly policy: Policy;
  readonly customerId: string;
  readonly amount: Money;
}

type Sent =
  | CreatedPayment
  | { readonly kind: 'lost' }
  | { readonly kind: 'not_sent'; readonly refusal: ProviderRefusal };

/** Sends the order and payment once; again only when it provably never left. A lost answer is never sent again. */
async function send(collection: Collection, sending: Sending): Promise<Sent> {
  const { connection, invoiceId } = collection;
  const { submission, round, policy, customerId, amount } = sending;
  for (let tries = 1; ; tries += 1) {
    try {
      const created = await collection.activities.razorpayOnce.createOrderWithPayment.executeWithOptions(
        {
          summary: `${round.orderId ? 'payment' : 'order and payment'}, ${submission.payment.method}, ${submission.attemptId}`,
        },
        [
          {
            ...{ connection, invoiceId, customerId, amount, policy },
            ...{ round: round.round, orderId: round.orderId, retryBy: retryBy(submission, policy) },
            searchedInRun: collection.searched ? workflowInfo().runId : undefined,
            ...{ attemptId: submission.attemptId, order: submission.order, payment: submission.payment },
          },
        ],
      );
      collection.lastLookWasLocal = false;
      return created;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'CREDENTIALS_REFUSED') collection.hold('connection_refused', textOf(error));
      // A try that timed out tells no code: its worker may have died after sending.
      if (!isErrorCode(code) || code === 'OUTCOME_UNKNOWN') return { kind: 'lost' };
      if (!errorCodes[code].retryable || tries >= SENDING_TRIES)
        return { kind: 'not_sent', refusal: neverSent(code, textOf(error)) };
      await sleep(SECOND * 2 ** (tries - 1), { summary: `send ${submission.attemptId} again: ${code}` });
    }
  }
}

function retryBy({ retryOf }: PaymentSubmission, policy: Policy): Policy['retryBy'] {
  if (retryOf?.id !== undefined) return 'id';
  return retryOf?.receipt === undefined ? policy.retryBy : 'receipt';
}

function neverSent(code: string, description: string): ProviderRefusal {
  return {
    class: code === 'VAULT_REFERENCE_UNKNOWN' ? 'retry_same' : 'wait',
    ...{ code, description, reason: undefined, source: undefined, step: undefined, field: undefined },
    customerText: 'The payment was not started. Please try again.',
  };
}

/** Binds what the answer names to round and attempt, and answers the caller. */
function settle(
  collection: Collection,
  pending: PendingSubmission,
  begun: AttemptRecord,
  round: Round,
  result: Sent,
): void {
  const { attemptId } = begun;
  const finish = (
    standing: AttemptRecord['standing'],
    answer: SubmitPaymentAnswer,
    orderId?: string,
    paymentId?: string,
  ): void => {
    if (orderId !== undefined) collection.putRound({ ...round, orderId });
    collection.putAttempt({ ...begun, standing, answer, paymentId });
    pending.answer = answer;
  };
  // Rounds bound by an answer need no search, and this run has just searched.
  collection.discover = false;
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
      const { orderId, paymentId, refusal } = result;
      finish('refused', { status: 'refused', attemptId, orderId, paymentId, refusal }, orderId, paymentId);
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
      collection.putAttempt({ ...begun, standing: 'refused' });
      collection.hold('order_mismatch', `${result.orderId}: ${result.why}`);
      collection.discover = true;
      pending.refused = { code: 'COLLECTION_HELD', detail: `order_mismatch: ${result.orderId}` };
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
