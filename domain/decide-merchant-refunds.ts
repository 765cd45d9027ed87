import type { MerchantRefund } from '../contracts/refund.js';
import { disputeOf, holdFor } from './disputes.js';
import { isOpenRefund, PENDING_FOR, REFUND_TRIES } from './merchant-refunds.js';
import { gapAfter } from './polling.js';
import { madeForMerchant, shareOf } from './refunded.js';
import type { Decision, Situation } from './situation.js';
import { allPayments, keptOf } from './sums.js';

/**
 * What the merchant wants back comes before everything else: it is a person's word about a payment, and until Razorpay has
 * finished with it nobody knows what is kept.
 */
export function decideMerchantRefunds(situation: Situation, now: number): Decision | undefined {
  const open = (situation.merchantRefunds ?? []).filter(isOpenRefund);
  const due = open.filter((refund) => isToBeSent(refund, now));
  const next = due.find(({ wish }) => !disputeOf(situation.facts, wish.paymentId));
  if (next) return send(situation, next);
  if (open.some(({ standing, askedAt }) => standing === 'pending' && now >= askedAt + PENDING_FOR))
    return { kind: 'hold', held: 'refund_pending', detail: open.map(({ wish }) => wish.refundId).join(', ') };
  const isPending = madeForMerchant(situation.facts).some(({ refund }) => refund.status === 'pending');
  // What is due and disputed is held for when everything else is done.
  if (open.length === due.length && !isPending) return undefined;
  // One that was just asked for is looked at first.
  const later = open.flatMap(({ standing, retryAt }) =>
    standing === 'asked' ? now : laterThan(now, retryAt),
  );
  const until = Math.min(now + gapAfter(situation.quietLooks, situation.policy), ...later);
  return { kind: 'wait', state: 'refunding', until, reason: reasonFor(open) };
}

/** A refund that only a dispute of its payment holds up. */
export function holdDisputedRefund({ merchantRefunds = [], facts }: Situation): Decision | undefined {
  const [dispute] = merchantRefunds
    .filter(isOpenRefund)
    .flatMap(({ wish }) => disputeOf(facts, wish.paymentId) ?? []);
  return dispute && holdFor(dispute);
}

function laterThan(now: number, at: number | undefined): number[] {
  return at !== undefined && at > now ? [at] : [];
}

/** One whose answer names a refund that Razorpay does not list yet is only waited for. */
function isToBeSent({ standing, razorpayRefundId, retryAt }: MerchantRefund, now: number): boolean {
  return standing === 'accepted' && razorpayRefundId === undefined && now >= (retryAt ?? now);
}

function send(situation: Situation, refund: MerchantRefund): Decision {
  const { wish, amount = 0, failures } = refund;
  const payment = allPayments(situation.facts).find(({ paymentId }) => paymentId === wish.paymentId);
  const left = payment ? keptOf(payment) : 0;
  if (failures >= REFUND_TRIES)
    return { kind: 'hold', held: 'refund_refused', detail: `${wish.refundId}: ${failures} refunds failed` };
  if (!payment || left < amount)
    return {
      kind: 'hold',
      held: 'refund_refused',
      detail: `${wish.refundId}: of ${wish.paymentId} only ${left} subunits are left`,
    };
  const share = shareOf(situation, amount);
  return { kind: 'refund_for_merchant', refund, payment, amount, share, reason: 'merchant_asked' };
}

function reasonFor(open: readonly MerchantRefund[]): string {
  if (open.some(({ standing }) => standing === 'asked')) return 'a_look_at_the_payment';
  if (open.some(({ shortSince }) => shortSince !== undefined)) return 'balance_for_a_refund';
  if (open.some(({ retryAt }) => retryAt !== undefined)) return 'another_try_after_a_failed_refund';
  return 'razorpay_to_process_the_refund';
}
