import {
  ACCEPTED,
  type KnownOrder,
  type MerchantMark,
  type OrderFact,
  type PaymentFact,
  type RefundFact,
} from '../contracts/facts.js';
import { noteKeys } from '../contracts/names.js';
import { oldestFirst } from '../domain/sums.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import { classifyRefusal } from '../providers/razorpay/error-classes.js';
import type { RazorpayPayment, RazorpayRefund } from '../providers/razorpay/schemas.js';
import { valueOf } from './answers.js';
import { toPaymentStatus } from './razorpay-statuses.js';

interface ReadOptions {
  readonly signal: AbortSignal;
  /** Payments whose refunds are listed although Razorpay counts none. */
  readonly refundsOf: readonly string[];
}

/**
 * Failed payments of an order that are told one by one. On a page that is used to try stolen cards thousands may fail, and
 * what a collection knows is carried from run to run (Temporal: 2 MB).
 */
const FAILURES_TOLD = 100;

/** Reads an order's payments, and their refunds where there are any. */
export async function readOrder(
  razorpay: RazorpayClient,
  order: KnownOrder,
  { signal, refundsOf }: ReadOptions,
): Promise<OrderFact> {
  const payments = valueOf(
    await razorpay.paymentsOfOrder(order.orderId, signal),
    `payments of ${order.orderId}`,
  );
  const facts = await Promise.all(
    payments.map(async (payment) =>
      toPaymentFact(payment, order, await refundsFor(razorpay, payment, { signal, refundsOf })),
    ),
  );
  const older = olderFailures(facts);
  if (older.size === 0) return { ...order, payments: facts };
  return {
    ...order,
    payments: facts.filter((payment) => !older.has(payment)),
    olderFailures: older.size,
  };
}

/**
 * They hold no money, and one that the bank authorizes after all is none of them at the next look. An attempt's own payment
 * is always told: without it the attempt would count as open. The policy bounds how many there are.
 */
function olderFailures(payments: readonly PaymentFact[]): ReadonlySet<PaymentFact> {
  const failed = payments.filter(({ status, attemptId }) => status === 'failed' && attemptId === undefined);
  return new Set(oldestFirst(failed).slice(0, -FAILURES_TOLD));
}

/** A payment that a person gave to the invoice, as if it were all of its order: the order may hold others' payments. */
export async function readAccepted(
  razorpay: RazorpayClient,
  paymentId: string,
  options: ReadOptions,
): Promise<OrderFact> {
  const { signal } = options;
  const payment = valueOf(await razorpay.fetchPayment(paymentId, signal), `payment ${paymentId}`);
  const { amount, currency, order_id: orderId = '' } = payment;
  const order = { round: ACCEPTED, orderId, amount, currency, partialPayment: false };
  return {
    ...order,
    payments: [toPaymentFact(payment, order, await refundsFor(razorpay, payment, options))],
  };
}

/** Undefined where there are none to list. */
async function refundsFor(
  razorpay: RazorpayClient,
  { id, amount_refunded }: RazorpayPayment,
  { signal, refundsOf }: ReadOptions,
): Promise<readonly RefundFact[] | undefined> {
  if (amount_refunded === 0 && !refundsOf.includes(id)) return undefined;
  return valueOf(await razorpay.refundsOfPayment(id, signal), `refunds of ${id}`).map(toRefundFact);
}

function toRefundFact({ id, amount, status, notes }: RazorpayRefund): RefundFact {
  return {
    razorpayRefundId: id,
    amount,
    status: status === 'processed' || status === 'failed' ? status : 'pending',
    merchant: toMerchantMark(notes),
  };
}

function toMerchantMark(notes: RazorpayRefund['notes']): MerchantMark | undefined {
  const refundId = notes[noteKeys.refundId];
  if (refundId === undefined) return undefined;
  const [takes, of, keep] = [noteKeys.takes, noteKeys.of, noteKeys.keep].map((key) => toSubunits(notes[key]));
  if (takes !== undefined && of !== undefined) return { refundId, takes, of };
  return keep === undefined ? undefined : { refundId, keep };
}

function toSubunits(text = ''): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Subunits of one payment that went back, by the list of its refunds alone: other than a look's sum while it is behind. */
export function refundedIn(listed: readonly RazorpayRefund[]): number {
  return refundedOf(0, listed.map(toRefundFact));
}

/**
 * Subunits sent back. `amount_refunded` may count refunds that failed, which their list tells; the list may be behind, which
 * `amount_refunded` tells. Of the two the larger counts: what has gone back must not be taken for kept.
 */
function refundedOf(summedUp: number, refunds: readonly RefundFact[]): number {
  const sumOf = (which: (refund: RefundFact) => boolean): number =>
    refunds.filter(which).reduce((sum, { amount }) => sum + amount, 0);
  const isFailed = ({ status }: RefundFact): boolean => status === 'failed';
  return Math.max(
    sumOf((refund) => !isFailed(refund)),
    summedUp - sumOf(isFailed),
  );
}

function toPaymentFact(
  payment: RazorpayPayment,
  order: KnownOrder,
  refunds: readonly RefundFact[] | undefined,
): PaymentFact {
  const status = toPaymentStatus(payment.status);
  return {
    paymentId: payment.id,
    orderId: order.orderId,
    amount: payment.amount,
    currency: payment.currency,
    status,
    method: payment.method ?? 'unknown',
    refunded: refundedOf(payment.amount_refunded, refunds ?? []),
    ...(refunds && { refunds }),
    ...(status === 'refunded' && payment.captured === false && { neverCaptured: true as const }),
    createdAt: payment.created_at,
    attemptId: payment.notes[noteKeys.attemptId],
    failure:
      status === 'failed'
        ? classifyRefusal({
            code: payment.error_code,
            reason: payment.error_reason,
            description: payment.error_description,
            source: payment.error_source,
            step: payment.error_step,
          })
        : undefined,
    differsByFeeOrOffer: !order.partialPayment && payment.amount !== order.amount,
  };
}
