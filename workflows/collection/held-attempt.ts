import type { AttemptRecord, SubmitPaymentAnswer } from '../../contracts/collection.js';
import type { DowntimeAdvice } from '../../contracts/downtime.js';
import type { ErrorCode } from '../../contracts/errors.js';
import { MINUTE } from '../../domain/clock.js';
import { neverSent } from '../../domain/never-sent.js';
import type { Collection } from './collection.js';
import { PendingSubmission } from './pending-submission.js';

/** Milliseconds until an outage is asked after again: each time is a call for the invoice, and outages last longer. */
const LOOK_AGAIN = 5 * MINUTE;

/**
 * Nothing was sent: the attempt waits for the end of an outage, or for the policy's limit, and its caller is told at once.
 * Card details would outlive the vault, so an attempt by card is refused instead.
 */
export function holdAttempt(
  collection: Collection,
  pending: PendingSubmission,
  begun: AttemptRecord,
  downtime: DowntimeAdvice,
): void {
  const { submission } = pending;
  if (submission.payment.method === 'card') {
    const refused = refusedAnswer(begun, 'DOWNTIME', 'card details are not kept until it ends');
    return settle(collection, pending, begun, { ...refused, downtime });
  }
  const { data } = collection;
  const now = collection.now();
  const until = pending.held?.until ?? now + (data.policy?.downtimeHoldMinutes ?? 0) * MINUTE;
  const lookAgainAt = Math.min(now + LOOK_AGAIN, until);
  data.heldAttempt = { submission, until, lookAgainAt };
  const { attemptId } = begun;
  settle(collection, pending, begun, { status: 'held_by_downtime', attemptId, until, downtime });
  if (!data.held) collection.waitFor('awaiting_attempt', 'the_downtime_to_end', lookAgainAt);
}

export function heldAttemptIsDue(collection: Collection): boolean {
  const { heldAttempt } = collection.data;
  // Where a person has to decide, nothing is sent: the attempt keeps its place until then.
  return !collection.data.held && heldAttempt !== undefined && collection.now() >= heldAttempt.lookAgainAt;
}

/** Nobody waits for its answer any more; whoever asks again joins it. */
export function takeUpHeld(collection: Collection): PendingSubmission | undefined {
  const { data } = collection;
  const { heldAttempt } = data;
  if (!heldAttempt || !heldAttemptIsDue(collection)) return undefined;
  const { submission, until } = heldAttempt;
  const record = collection.attempt(submission.attemptId);
  if (!record) throw new Error('An attempt that is held is known');
  const pending = new PendingSubmission(submission, undefined, { record, until });
  data.heldAttempt = undefined;
  data.attempts = data.attempts.filter(({ attemptId }) => attemptId !== submission.attemptId);
  collection.submissions.push(pending);
  return pending;
}

/**
 * A submission that is not sent. What its caller was told of an attempt that was held stays true: where a person has to
 * decide first, it is held on; else its id answers why it never left.
 */
export function turnDown(
  collection: Collection,
  pending: PendingSubmission,
  code: ErrorCode,
  detail: string,
): void {
  const { submissions, data } = collection;
  const place = submissions.indexOf(pending);
  if (place >= 0) submissions.splice(place, 1);
  pending.refuseWith(code, detail);
  if (!pending.held) return;
  const { record, until } = pending.held;
  if (data.held) {
    data.heldAttempt = { submission: pending.submission, until, lookAgainAt: collection.now() };
    collection.putAttempt(record);
  } else {
    collection.putAttempt({ ...record, standing: 'refused', answer: refusedAnswer(record, code, detail) });
  }
}

/** The attempt is never sent: another takes its place, or the collection takes none any more. */
export function withdrawHeld(collection: Collection, code: ErrorCode, detail: string): void {
  const { data } = collection;
  const begun = data.heldAttempt && collection.attempt(data.heldAttempt.submission.attemptId);
  data.heldAttempt = undefined;
  if (begun)
    collection.putAttempt({ ...begun, standing: 'refused', answer: refusedAnswer(begun, code, detail) });
}

function refusedAnswer({ attemptId }: AttemptRecord, code: ErrorCode, detail: string): SubmitPaymentAnswer {
  const nothing = { orderId: undefined, paymentId: undefined };
  return { status: 'refused', attemptId, ...nothing, refusal: neverSent(code, detail) };
}

function settle(
  collection: Collection,
  pending: PendingSubmission,
  begun: AttemptRecord,
  answer: SubmitPaymentAnswer,
): void {
  const standing = answer.status === 'refused' ? 'refused' : 'held_by_downtime';
  collection.putAttempt({ ...begun, standing, answer });
  pending.answerWith(answer);
}
