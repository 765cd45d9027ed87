import { condition, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import type { Hint, PaymentSubmission, SubmitPaymentAnswer } from '../../contracts/collection.js';
import { razorpayIdPatterns } from '../../contracts/ids.js';
import {
  acceptPaymentSignal,
  cancelSignal,
  collectionQuery,
  confirmCallbackUpdate,
  hintSignal,
  otpUpdate,
  submitPaymentUpdate,
  type CallbackFields,
  type OtpAnswer,
  type OtpRequest,
} from '../../contracts/messages.js';
import { isObject, reasonOf } from '../by-hand.js';
import type { Collection } from './collection.js';
import { codeFor } from './end.js';
import { codeOf, isErrorCode, textOf } from './failures.js';
import { ANSWER_WITHIN, fail, shielded } from './messages.js';
import { accept } from './outcome.js';
import { PendingSubmission } from './pending-submission.js';
import { listenForRefunds } from './refund-handlers.js';
import { isHint, requireCallback, requireOtpRequest, requireSubmission } from './shapes.js';

const byHand: Hint = { evidence: 'operator', event: 'look_again' };

/** Operators send signals by hand: a handler that threw would stop the collection for good. */
function toHint(input: unknown): Hint {
  return isHint(input) ? input : byHand;
}

function toPaymentId(input: unknown): string | undefined {
  if (!isObject(input) || !('paymentId' in input) || typeof input.paymentId !== 'string') return undefined;
  return razorpayIdPatterns.payment.test(input.paymentId) ? input.paymentId : undefined;
}

/** Handlers note what arrived; the one loop of the workflow does everything else. */
export function listen(collection: Collection): void {
  setHandler(collectionQuery, () => collection.view(), { description: 'Where the collection stands' });
  setHandler(hintSignal, (hint) => collection.note(toHint(hint)), { description: 'A hint to look' });
  setHandler(
    acceptPaymentSignal,
    (input) => {
      const paymentId = toPaymentId(input);
      if (paymentId !== undefined) accept(collection.data, [paymentId]);
      collection.note({ evidence: 'operator', event: 'accept_payment' });
    },
    { description: 'Counts a payment that nobody here started' },
  );
  setHandler(
    cancelSignal,
    (input) => {
      collection.data.cancelReason ??= reasonOf(input, 'cancelled by signal');
    },
    { description: 'Ends the collection when nothing is under way any more' },
  );
  listenForRefunds(collection);
  setHandler(submitPaymentUpdate, (submission) => answerSubmission(collection, submission), {
    description: 'One payment attempt, idempotent by its attempt id',
    validator: requireSubmission,
  });
  setHandler(otpUpdate, (request) => byItself(collection, () => answerOtp(collection, request)), {
    description: 'OTP generate, submit and resend of a card payment',
    validator: requireOtpRequest,
  });
  setHandler(
    confirmCallbackUpdate,
    (fields) => byItself(collection, () => confirmCallback(collection, fields)),
    {
      description: 'A signed success form that the merchant received',
      validator: requireCallback,
    },
  );
}

async function answerSubmission(
  collection: Collection,
  submission: PaymentSubmission,
): Promise<SubmitPaymentAnswer> {
  const { attemptId, contentHash } = submission;
  collection.addEvidence('submission');
  const known = collection.attempt(attemptId);
  if (known?.contentHash !== undefined && known.contentHash !== contentHash)
    throw fail('ATTEMPT_ID_REUSED', attemptId);
  if (known && known.standing !== 'submitting') return collection.told(known.answer);
  if (known) return answerWhenSubmitted(collection, attemptId);
  if (collection.result)
    throw fail(codeFor(collection.result.outcome, collection.result.reason), collection.result.reason);
  const isKnown = collection.submissions.some((queued) => queued.submission.attemptId === attemptId);
  const pending = enqueue(collection, submission);
  if (!isKnown && collection.paysNext()) await pending.news;
  if (!pending.isAnswered) await waitForAnswer(attemptId, () => pending.isAnswered);
  if (pending.refusal) throw fail(pending.refusal.code, pending.refusal.detail);
  return pending.answer ? collection.told(pending.answer) : { status: 'pending', attemptId };
}

async function answerWhenSubmitted(collection: Collection, attemptId: string): Promise<SubmitPaymentAnswer> {
  await waitForAnswer(attemptId, () => collection.attempt(attemptId)?.standing !== 'submitting');
  const answer = collection.attempt(attemptId)?.answer;
  return answer ? collection.told(answer) : { status: 'pending', attemptId };
}

/**
 * The payment that is the loop's very next step needs no timer, which would cost every invoice two events: the call to
 * Razorpay is bounded by itself, and the client library waits no longer than this either.
 */
async function waitForAnswer(attemptId: string, isThere: () => boolean): Promise<void> {
  await shielded(() => condition(isThere, ANSWER_WITHIN, { summary: `answer attempt ${attemptId} by now` }));
}

function enqueue(collection: Collection, submission: PaymentSubmission): PendingSubmission {
  const { attemptId, contentHash } = submission;
  const waiting = collection.submissions.find((pending) => pending.submission.attemptId === attemptId);
  if (waiting && waiting.submission.contentHash !== contentHash) throw fail('ATTEMPT_ID_REUSED', attemptId);
  if (waiting) return waiting;
  const pending = new PendingSubmission(submission, currentUpdateInfo()?.id);
  collection.submissions.push(pending);
  return pending;
}

/** Answered by a call of its own, which no step of the loop waits for; the end does. */
function byItself<T>(collection: Collection, answer: () => Promise<T>): Promise<T> {
  return shielded(async () => {
    collection.answering += 1;
    try {
      return await answer();
    } finally {
      collection.answering -= 1;
    }
  });
}

async function answerOtp(collection: Collection, request: OtpRequest): Promise<OtpAnswer> {
  const { connection, invoiceId } = collection;
  const paymentId = collection.attempt(request.attemptId)?.paymentId;
  if (paymentId === undefined) throw fail('ATTEMPT_UNKNOWN', request.attemptId);
  try {
    const answer = await collection.activities.razorpayOnce.sendOtp.executeWithOptions(
      { summary: `OTP ${request.step} for ${paymentId}` },
      [{ connection, invoiceId, paymentId, request }],
    );
    // Right or wrong, the payment may have moved.
    if (request.step === 'submit')
      collection.note({ evidence: 'submission', event: 'otp.submit', paymentId });
    return answer;
  } catch (error) {
    if (request.step === 'submit')
      collection.note({ evidence: 'submission', event: 'otp.submit', paymentId });
    const code = codeOf(error);
    throw fail(isErrorCode(code) ? code : 'OUTCOME_UNKNOWN', textOf(error));
  }
}

async function confirmCallback(collection: Collection, fields: CallbackFields): Promise<{ verified: true }> {
  const { connection } = collection;
  const verified = await collection.activities.local.verifyCallback.executeWithOptions(
    { summary: 'verify the signature' },
    [{ connection, orderIds: collection.orderIds(), fields }],
  );
  if (!verified) throw fail('CALLBACK_REFUSED', 'razorpay_signature');
  collection.note({
    evidence: 'callback',
    event: 'callback.success',
    paymentId: fields.razorpay_payment_id,
    orderId: fields.razorpay_order_id,
  });
  return { verified: true };
}
