import type { AttemptRecord, PaymentSubmission, Round } from '../contracts/collection.js';
import { errorCodes, type ErrorCode } from '../contracts/errors.js';
import type { RazorpayFacts } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';
import { orderAmountProblems } from '../contracts/order-limits.js';
import type { Policy } from '../contracts/policy.js';
import { allPayments, dueOn, isOpenPayment, keptBeside } from './sums.js';

/** Why a submission is not tried, or undefined when it is. */
export interface Refused {
  readonly code: ErrorCode;
  readonly detail: string;
}

export interface AdmissionSituation {
  readonly policy: Policy;
  readonly target: Money;
  readonly kept: number;
  readonly attempts: readonly AttemptRecord[];
  readonly facts: RazorpayFacts;
  /** The round the payment would be made in, if it exists. */
  readonly round: Round | undefined;
  /** Our receipt of that round. */
  readonly receipt: string | undefined;
}

/** The earlier attempts that may still bring money. */
export function openAttempts(
  attempts: readonly AttemptRecord[],
  facts: RazorpayFacts,
): readonly AttemptRecord[] {
  const byId = new Map(allPayments(facts).map((payment) => [payment.paymentId, payment]));
  return attempts.filter(({ standing, paymentId }) => {
    if (standing === 'searching' || standing === 'unknown') return true;
    if (paymentId === undefined) return false;
    const payment = byId.get(paymentId);
    return payment === undefined ? standing === 'known' : isOpenPayment(payment);
  });
}

/** The rules a new attempt has to meet; each answers with its own code. */
export function refuseSubmission(
  submission: PaymentSubmission,
  situation: AdmissionSituation,
): Refused | undefined {
  return (
    refuseByMoney(submission, situation) ??
    refuseByOptions(submission, situation) ??
    refuseByOrder(submission, situation) ??
    refuseByAttempts(submission, situation)
  );
}

/** Limits that depend on the amount due, which the client library cannot know. */
function refuseByOptions(
  { order }: PaymentSubmission,
  { round, target, facts }: AdmissionSituation,
): Refused | undefined {
  if (!order || round?.orderId !== undefined) return undefined;
  const problem = orderAmountProblems(order, dueOn(undefined, target, facts))[0];
  return problem && { code: 'INVALID_INPUT', detail: `${problem.field} ${problem.limit}` };
}

function refuseByMoney(
  { order, payment }: PaymentSubmission,
  situation: AdmissionSituation,
): Refused | undefined {
  const { target, kept, policy, round, facts } = situation;
  const rest = target.amount - kept;
  if (rest <= 0) return { code: 'ALREADY_PAID', detail: 'The amount due is captured.' };
  if (kept > 0 && policy.writeBack !== 'record_payment')
    return { code: 'ALREADY_PAID', detail: 'A part is captured, and this connection marks whole invoices.' };
  const partial = round?.orderId ? round.partialPayment : (order?.partial_payment ?? false);
  if (partial && policy.writeBack !== 'record_payment')
    return { code: 'PARTIAL_NEEDS_RECORD_PAYMENT', detail: 'order.partial_payment' };
  const amount = payment.amount ?? rest;
  if (partial ? amount > rest : amount !== rest)
    return { code: 'AMOUNT_MISMATCH', detail: `payment.amount is ${amount}, ${rest} subunits are due` };
  const first = order?.first_payment_min_amount;
  const isFirst = kept === keptBeside(round?.orderId, facts);
  if (first !== undefined && isFirst && amount < first)
    return { code: 'AMOUNT_MISMATCH', detail: `payment.amount is under first_payment_min_amount ${first}` };
  return undefined;
}

function refuseByOrder(
  { retryOf, orderHash }: PaymentSubmission,
  { round, receipt }: AdmissionSituation,
): Refused | undefined {
  if (retryOf?.id !== undefined && retryOf.id !== round?.orderId)
    return {
      code: 'ORDER_MISMATCH',
      detail: `retryOf.id is not ${round?.orderId ?? 'known: no order exists yet'}`,
    };
  if (retryOf?.receipt !== undefined && (round?.orderId === undefined || retryOf.receipt !== receipt))
    return { code: 'ORDER_MISMATCH', detail: 'retryOf.receipt is not the receipt of the order' };
  if (round?.orderId !== undefined && orderHash !== undefined && orderHash !== round.orderHash)
    return { code: 'ORDER_OPTIONS_CHANGED', detail: `${round.orderId} was made with other options` };
  return undefined;
}

/**
 * Attempts that never left use up none of the policy's, but each is remembered for good: a checkout that tries without end
 * while something is out of order must not fill what a collection carries from run to run (Temporal: 2 MB).
 */
const NEVER_LEFT_AT_MOST = 50;

function refuseByAttempts(
  { replace }: PaymentSubmission,
  { attempts, facts, policy }: AdmissionSituation,
): Refused | undefined {
  const detail = attemptsUsedUp(attempts, policy);
  if (detail !== undefined) return { code: 'ATTEMPT_LIMIT_REACHED', detail };
  const open = openAttempts(attempts, facts);
  if (open.length === 0 || replace) return undefined;
  return { code: 'ATTEMPT_OPEN', detail: `open: ${open.map(({ attemptId }) => attemptId).join(', ')}` };
}

/** Why no attempt is taken any more, however it is made; undefined while some are left. */
export function attemptsUsedUp(attempts: readonly AttemptRecord[], policy: Policy): string | undefined {
  if (attempts.filter((attempt) => !hasNeverLeft(attempt)).length >= policy.maxAttempts)
    return `${policy.maxAttempts} attempts were made`;
  if (attempts.length >= policy.maxAttempts + NEVER_LEFT_AT_MOST)
    return `${attempts.length} attempts were made or refused`;
  return undefined;
}

/** Held, or refused with a code of ours, not Razorpay's: an outage must not use up what the policy allows. */
function hasNeverLeft({ answer }: AttemptRecord): boolean {
  if (answer.status === 'held_by_downtime') return true;
  return answer.status === 'refused' && Object.hasOwn(errorCodes, answer.refusal.code);
}
