import type { ErrorCode } from '../contracts/errors.js';
import type { RazorpayFacts } from '../contracts/facts.js';
import type { Money } from '../contracts/money.js';
import type { Policy } from '../contracts/policy.js';
import type { MerchantRefund, RefundAnswer, RefundWish } from '../contracts/refund.js';
import { DAY, HOUR, MINUTE } from './clock.js';
import { disputeText, lostDispute } from './disputes.js';
import { isBelowMinimum } from './money.js';
import { madeFor } from './refunded.js';
import { allPayments, keptOf, wasCaptured } from './sums.js';

/** Failed refunds, of one payment or under one wish, before a person looks at it. */
export const REFUND_TRIES = 3;

/** Razorpay takes 5 to 7 working days (refunds, FAQ); a refund that is pending for longer somebody has to ask there for. */
export const PENDING_FOR = 30 * DAY;

/** What a look has to tell about refunds that were asked for. `now` is business time, Unix milliseconds. */
export interface Looked {
  readonly facts: RazorpayFacts;
  readonly target: Money;
  readonly now: number;
}

export function askedFor(wish: RefundWish, now: number): MerchantRefund {
  return {
    wish,
    standing: 'asked',
    askedAt: now,
    amount: undefined,
    razorpayRefundId: undefined,
    failures: 0,
    retryAt: undefined,
    shortSince: undefined,
    refusal: undefined,
  };
}

/** The same wish under the same id; reason and speed say how, not what. */
export function isSameWish(a: RefundWish, b: RefundWish): boolean {
  return a.paymentId === b.paymentId && a.amount === b.amount;
}

/** Wishes as a look that began after they were asked leaves them: judged, and brought up to what Razorpay lists. */
export function afterLook(refunds: readonly MerchantRefund[], looked: Looked): MerchantRefund[] {
  return refunds.reduce<MerchantRefund[]>((judged, refund) => {
    const isNew = refund.standing === 'asked' || isMadeAllTheSame(refund, looked);
    const admitted = isNew ? admit(refund, judged, looked) : refund;
    const followed = admitted.standing === 'refused' ? admitted : follow(admitted, looked);
    return [...judged, unlessLost(followed, looked)];
  }, []);
}

/**
 * Never more than what is captured, not given back, and not promised to another refund. A refund that an earlier run made
 * under the same id is the refund asked for.
 */
function admit(
  refund: MerchantRefund,
  earlier: readonly MerchantRefund[],
  { facts, target }: Looked,
): MerchantRefund {
  const { wish } = refund;
  const [made] = madeFor(facts, wish.refundId);
  if (made) {
    const { amount } = made.refund;
    const isOther = made.payment.paymentId !== wish.paymentId || (wish.amount ?? amount) !== amount;
    if (isOther) return refuse(refund, 'REFUND_ID_REUSED', wish.refundId);
    return { ...refund, standing: 'accepted', amount, refusal: undefined };
  }
  const payment = allPayments(facts).find(({ paymentId }) => paymentId === wish.paymentId);
  if (!payment) return refuse(refund, 'PAYMENT_UNKNOWN', wish.paymentId);
  if (!wasCaptured(payment)) return refuse(refund, 'PAYMENT_NOT_CAPTURED', payment.status);
  const promised = earlier.filter(
    (other) => other.wish.paymentId === wish.paymentId && isPromised(other, facts),
  );
  const left = keptOf(payment) - sumOf(promised);
  const amount = wish.amount ?? left;
  if (left <= 0 || amount > left) return refuse(refund, 'REFUND_TOO_LARGE', `${left} subunits are left`);
  if (isBelowMinimum({ ...target, amount })) return refuse(refund, 'REFUND_TOO_SMALL', `${amount} subunits`);
  return { ...refund, standing: 'accepted', amount };
}

/** Razorpay has it; or has answered with its id, whatever the list says by now. */
export function isAtRazorpay({ standing, razorpayRefundId }: MerchantRefund): boolean {
  return standing === 'pending' || standing === 'processed' || razorpayRefundId !== undefined;
}

export function takenBack(refund: MerchantRefund): MerchantRefund {
  return refuse(refund, 'REFUND_WITHDRAWN', refund.wish.refundId);
}

/** It was taken back, and had reached Razorpay before: by a request whose answer was lost, or by an earlier run. */
function isMadeAllTheSame({ wish, refusal }: MerchantRefund, { facts }: Looked): boolean {
  if (refusal?.code !== 'REFUND_WITHDRAWN') return false;
  return madeFor(facts, wish.refundId).some(({ refund }) => refund.status !== 'failed');
}

/** Accepted, and not yet among the refunds that Razorpay lists. */
function isPromised(refund: MerchantRefund, facts: RazorpayFacts): boolean {
  const isMade = madeFor(facts, refund.wish.refundId).some((made) => made.refund.status !== 'failed');
  return refund.standing !== 'asked' && refund.standing !== 'refused' && !isMade;
}

/** What a lost dispute took is not sent back as well; of what a dispute about a part has left, nothing is sent, either. */
function unlessLost(refund: MerchantRefund, { facts }: Looked): MerchantRefund {
  const lost = lostDispute(facts, refund.wish.paymentId);
  const isSent = refund.standing !== 'accepted' || refund.razorpayRefundId !== undefined;
  return lost && !isSent ? refuse(refund, 'PAYMENT_DISPUTED', disputeText(lost)) : refund;
}

function sumOf(refunds: readonly MerchantRefund[]): number {
  return refunds.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

function refuse(refund: MerchantRefund, code: ErrorCode, detail: string): MerchantRefund {
  return { ...refund, standing: 'refused', refusal: { code, detail } };
}

/** What Razorpay lists of it. One that failed is sent again under a new key, not at once. */
function follow(refund: MerchantRefund, { facts, now }: Looked): MerchantRefund {
  const made = madeFor(facts, refund.wish.refundId).map((found) => found.refund);
  const failures = made.filter(({ status }) => status === 'failed').length;
  const live = made.find(({ status }) => status !== 'failed');
  if (live) {
    const { razorpayRefundId, status } = live;
    const standing = status === 'processed' ? 'processed' : 'pending';
    return { ...refund, standing, razorpayRefundId, failures, retryAt: undefined, shortSince: undefined };
  }
  if (failures === refund.failures) return refund;
  return { ...refund, standing: 'accepted', razorpayRefundId: undefined, failures, retryAt: now + HOUR };
}

/** True as long as it is not known what becomes of it. */
export function isOpenRefund({ standing }: MerchantRefund): boolean {
  return standing === 'asked' || standing === 'accepted' || standing === 'pending';
}

export function answerOf({ wish, standing, amount, razorpayRefundId }: MerchantRefund): RefundAnswer {
  const status = standing === 'pending' || standing === 'processed' ? standing : 'requested';
  return { refundId: wish.refundId, paymentId: wish.paymentId, status, amount, razorpayRefundId };
}

/** Minutes and days when the policy says nothing of a balance that is too low. */
const RETRY_MINUTES = 60;
const RETRY_DAYS = 7;

/**
 * When a refund that Razorpay refuses for lack of balance is tried again; undefined when a person has to be asked.
 * @param since when it was refused for the first time; business time, Unix milliseconds, as `now` is
 */
export function retryWhenShort(policy: Policy, since: number, now: number): number | undefined {
  if (now >= since + (policy.refundRetryDays ?? RETRY_DAYS) * DAY) return undefined;
  return now + (policy.refundRetryMinutes ?? RETRY_MINUTES) * MINUTE;
}
