import type { RefundResult } from '../../contracts/activities.js';
import { callerKeyPattern, razorpayIdPatterns } from '../../contracts/ids.js';
import type { MerchantRefund, RefundWish } from '../../contracts/refund.js';
import type { Decision } from '../../domain/situation.js';
import {
  afterLook,
  askedFor,
  isAtRazorpay,
  isOpenRefund,
  isSameWish,
  takenBack,
} from '../../domain/merchant-refunds.js';
import { formatMoney } from '../../domain/money.js';
import { isObject } from '../by-hand.js';
import { attempt, moneyOf, waitForBalance } from './act.js';
import type { Collection } from './collection.js';
import { takeDisputes } from './disputes.js';
import { markMayStillShow, waitsForShownMark } from './unshown-marks.js';
import { isStale, validity } from './verdict-age.js';
import { showActing } from './visibility.js';

/**
 * Notes what the merchant wants; the next look judges it. One that was refused may be asked for again under its id.
 * @returns undefined when the id stands for another refund already
 */
export function ask(collection: Collection, wish: RefundWish): MerchantRefund | undefined {
  const known = refundOf(collection, wish.refundId);
  if (known && known.standing !== 'refused') return isSameWish(known.wish, wish) ? known : undefined;
  const refund = askedFor(wish, collection.now());
  put(collection, refund);
  collection.note({ evidence: 'operator', event: 'refund.asked', paymentId: wish.paymentId });
  return refund;
}

export function refundOf({ data }: Collection, refundId: string): MerchantRefund | undefined {
  return data.merchantRefunds?.find(({ wish }) => wish.refundId === refundId);
}

/**
 * Nothing is sent for it any more, unless Razorpay has it already. While its request is under way nobody can know: what
 * comes of that decides.
 */
export function withdraw(collection: Collection, input: unknown): void {
  const refundId = isObject(input) && 'refundId' in input ? input.refundId : undefined;
  const known = typeof refundId === 'string' ? refundOf(collection, refundId) : undefined;
  const { refundUnderWay } = collection;
  if (refundUnderWay && refundUnderWay.refundId === refundId) refundUnderWay.isTakenBack = true;
  else if (known && !isAtRazorpay(known)) put(collection, takenBack(known));
  collection.note({ evidence: 'operator', event: 'refund.withdrawn' });
}

/**
 * A wish as an operator typed it. An amount that is none must never become a full refund: what holds one is no wish.
 */
export function toWish(input: unknown): RefundWish | undefined {
  if (!isObject(input)) return undefined;
  const { paymentId, amount, refundId, reason, speed }: Partial<Record<keyof RefundWish, unknown>> = input;
  if (typeof paymentId !== 'string' || !razorpayIdPatterns.payment.test(paymentId)) return undefined;
  if (amount !== undefined && !(typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0))
    return undefined;
  const id = refundId ?? `${paymentId}-${amount ?? 'all'}`;
  if (typeof id !== 'string' || !callerKeyPattern.test(id)) return undefined;
  return {
    ...{ refundId: id, paymentId, amount },
    reason: typeof reason === 'string' ? reason.slice(0, 256) : undefined,
    speed: speed === 'normal' || speed === 'optimum' ? speed : undefined,
  };
}

/** Payments whose refunds a look has to list. */
export function paymentsToRefund({ data, refundsToList }: Collection): {
  readonly refundsOf?: readonly string[];
} {
  const open = data.merchantRefunds?.filter(isOpenRefund) ?? [];
  const refundsOf = [...new Set([...open.map(({ wish }) => wish.paymentId), ...refundsToList])];
  return refundsOf.length > 0 ? { refundsOf } : {};
}

/** Judges and updates the wishes that were there when a look began; before a collection is open nothing is judged. */
export function judgeRefunds(collection: Collection, known: readonly MerchantRefund[]): void {
  const { data } = collection;
  const { facts, target } = data;
  if (known.length === 0 || !target || !data.ready) return;
  for (const [index, refund] of afterLook(known, { facts, target, now: collection.now() }).entries()) {
    // Not one that was taken back while we looked, or asked for again.
    if (refundOf(collection, refund.wish.refundId) === known[index]) put(collection, refund);
  }
}

type ToSend = Extract<Decision, { kind: 'refund_for_merchant' }>;

/** One refund for one wish: the key is the same for every try of it, until Razorpay lists one as failed. */
export async function refundForMerchant(
  collection: Collection,
  decision: ToSend,
): Promise<'wait' | 'decide'> {
  const { refund, payment } = decision;
  const { wish, failures } = refund;
  const { refundId, reason } = wish;
  showActing(collection, 'refunding', `refund_${refundId}_of_${payment.paymentId}`);
  const underWay = { refundId, isTakenBack: false };
  collection.refundUnderWay = underWay;
  const result = await attempt(collection, () => send(collection, decision));
  collection.refundUnderWay = undefined;
  // Without a result it may have been made all the same: a look that lists it brings it back.
  const isTakenBack = underWay.isTakenBack && (!result || wasNotMade(result));
  if (isTakenBack) put(collection, takenBack(refundOf(collection, refundId) ?? refund));
  if (!result) return 'wait';
  if (isStale(collection, result)) {
    collection.refundsToList = [payment.paymentId];
    return 'wait';
  }
  const known = refundOf(collection, refundId) ?? refund;
  if (result.kind === 'refunded') {
    // Whether it failed, the look after tells.
    put(collection, {
      ...{ ...known, razorpayRefundId: result.refundId, failures },
      ...{ standing: 'accepted', retryAt: undefined, shortSince: undefined },
    });
    collection.lookNow();
    return 'wait';
  }
  if (result.kind === 'disputed') {
    takeDisputes(collection, result.disputes);
    judgeRefunds(collection, [known]);
    return 'decide';
  }
  if (isTakenBack) return 'decide';
  const { since, retryAt } = waitForBalance(collection, result, known.shortSince);
  if (retryAt === undefined) {
    collection.hold(
      'refund_refused',
      `${refundId}: ${result.refusal.description} (${reason ?? 'no reason'})`,
    );
    return 'wait';
  }
  put(collection, { ...known, shortSince: since, retryAt });
  return 'decide';
}

function wasNotMade(result: RefundResult): boolean {
  return result.kind !== 'refunded' && !(result.kind === 'stale' && result.mayHaveWritten);
}

function send(
  collection: Collection,
  { refund: { wish, failures }, payment: { paymentId, createdAt: since, refunded }, amount, share }: ToSend,
) {
  const { connection, invoiceId, data } = collection;
  const { refundId, reason } = wish;
  const money = moneyOf(collection, amount);
  return collection.activities.razorpay.refundPayment.executeWithOptions(
    { summary: `refund ${formatMoney(money)} of ${paymentId}: the merchant's ${refundId}` },
    [
      {
        ...{ connection, invoiceId, paymentId, amount: money },
        disputable: { paymentIds: [paymentId], since, counted: [] },
        ...{ cause: `merchant/${refundId}`, try: failures, refundedBefore: refunded },
        ...validity(collection),
        ...{
          speed: wish.speed ?? data.policy?.refundSpeed ?? 'normal',
          merchant: { refundId, ...share, reason },
        },
      },
    ],
  );
}

/**
 * An invoice that keeps nothing says so in Togai. One that Togai accepts and forgets is made again, a few times; whatever it
 * answers, the outcome is kept with the invoice at the end.
 */
export async function markRefunded(collection: Collection): Promise<'wait' | 'decide'> {
  const { connection, invoiceId, data } = collection;
  if (markMayStillShow(collection, 'unshownRefundMarks')) return 'wait';
  showActing(collection, 'refunding', 'togai_to_say_so');
  const result = await attempt(collection, () =>
    collection.activities.togai.markInvoiceRefunded.executeWithOptions(
      { summary: `mark ${invoiceId} refunded` },
      [{ connection, invoiceId }],
    ),
  );
  if (!result) return 'wait';
  if (result.kind === 'unshown' && waitsForShownMark(collection, 'unshownRefundMarks')) return 'wait';
  data.refundMarkTried = true;
  return 'decide';
}

function put({ data }: Collection, refund: MerchantRefund): void {
  const others = (data.merchantRefunds ?? []).filter(({ wish }) => wish.refundId !== refund.wish.refundId);
  data.merchantRefunds = [...others, refund];
}
