import { ACCEPTED, type KnownOrder, type OrderFact, type PaymentFact } from '../contracts/facts.js';
import { noteKeys } from '../contracts/names.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import { classifyRefusal } from '../providers/razorpay/error-classes.js';
import type { RazorpayPayment } from '../providers/razorpay/schemas.js';
import { valueOf } from './answers.js';
import { toPaymentStatus } from './razorpay-statuses.js';

/** Reads an order's payments, and their refunds where there are any. */
export async function readOrder(
  razorpay: RazorpayClient,
  order: KnownOrder,
  signal: AbortSignal,
): Promise<OrderFact> {
  const payments = valueOf(
    await razorpay.paymentsOfOrder(order.orderId, signal),
    `payments of ${order.orderId}`,
  );
  return {
    ...order,
    payments: await Promise.all(
      payments.map(async (payment) =>
        toPaymentFact(payment, order, await refundedOf(razorpay, payment, signal)),
      ),
    ),
  };
}

/** A payment that a person gave to the invoice, as if it were all of its order: the order may hold others' payments. */
export async function readAccepted(
  razorpay: RazorpayClient,
  paymentId: string,
  signal: AbortSignal,
): Promise<OrderFact> {
  const payment = valueOf(await razorpay.fetchPayment(paymentId, signal), `payment ${paymentId}`);
  const { amount, currency, order_id: orderId = '' } = payment;
  const order = { round: ACCEPTED, orderId, amount, currency, partialPayment: false };
  return { ...order, payments: [toPaymentFact(payment, order, await refundedOf(razorpay, payment, signal))] };
}

/** Subunits sent back. `amount_refunded` may count refunds that failed; their list tells. */
async function refundedOf(
  razorpay: RazorpayClient,
  { id, amount_refunded }: RazorpayPayment,
  signal: AbortSignal,
): Promise<number> {
  if (amount_refunded === 0) return 0;
  const refunds = valueOf(await razorpay.refundsOfPayment(id, signal), `refunds of ${id}`);
  return refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amount }) => sum + amount, 0);
}

function toPaymentFact(payment: RazorpayPayment, order: KnownOrder, refunded: number): PaymentFact {
  const status = toPaymentStatus(payment.status);
  return {
    paymentId: payment.id,
    orderId: order.orderId,
    amount: payment.amount,
    currency: payment.currency,
    status,
    method: payment.method ?? 'unknown',
    refunded,
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
