import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { noteKeys } from '../contracts/names.js';
import type { Notes } from '../contracts/payment-request.js';
import type { StrayFacts } from '../contracts/stray-payment.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { RazorpayPayment } from '../providers/razorpay/schemas.js';
import { refused, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { namedInvoice, ownedInvoice } from './ownership.js';
import { toPaymentStatus } from './razorpay-statuses.js';

/** What a payment was made for: an order, or a Razorpay invoice. */
interface Billed {
  readonly receipt: string | undefined;
  readonly currency: string | undefined;
  readonly notes: Notes;
}

/**
 * Razorpay: whose a payment is. Its order or payment request says so, when our notes on it and our receipt agree: we alone
 * make those. A payment's own notes may have been set in a browser, and merely suggest.
 */
export function findOwner(dependencies: ActivityDependencies): Activities['findOwner'] {
  return async ({ connection, paymentId }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const answer = await razorpay.fetchPayment(paymentId, cancellationSignal());
    // Razorpay's answer to an id of another account, or of test mode in live mode.
    if (!answer.ok && (answer.refusal.status === 400 || answer.refusal.status === 404))
      return { kind: 'not_ours', why: 'razorpay_does_not_know_it' };
    if (!answer.ok) throw refused(answer.refusal, `payment ${paymentId}`);

    const payment = answer.value;
    const billed = await billedBy(razorpay, payment);
    for (const candidate of billed) {
      const invoiceId = ownedInvoice(connection, candidate);
      if (invoiceId !== undefined) return { kind: 'ours', invoiceId, payment: factsOf(payment) };
    }
    const others = billed.map(({ notes }) => notes[noteKeys.connection]);
    if (others.some((other) => other !== undefined && other !== connection))
      return { kind: 'not_ours', why: 'its_order_is_of_another_connection' };
    const orderNames = billed.map(({ notes }) => namedInvoice(connection, notes)).find(Boolean);
    if (orderNames !== undefined)
      return {
        ...suggested(orderNames, payment),
        why: 'Its order names the invoice, but has not our receipt.',
      };
    const paymentNames = namedInvoice(connection, payment.notes);
    if (paymentNames !== undefined)
      return { ...suggested(paymentNames, payment), why: 'Only its own notes name the invoice.' };
    return { kind: 'not_ours', why: 'no_order_of_ours' };
  };
}

async function billedBy(razorpay: RazorpayClient, payment: RazorpayPayment): Promise<Billed[]> {
  const { order_id: orderId, invoice_id: requestId } = payment;
  const signal = cancellationSignal();
  const [order, request] = await Promise.all([
    orderId === undefined ? undefined : razorpay.fetchOrder(orderId, signal),
    requestId === undefined ? undefined : razorpay.fetchInvoice(requestId, signal),
  ]);
  return [
    ...(order ? [valueOf(order, `order ${orderId ?? ''}`)] : []),
    ...(request ? [valueOf(request, `invoice ${requestId ?? ''}`)] : []),
  ];
}

function suggested(invoiceId: string, payment: RazorpayPayment) {
  return { kind: 'suggested' as const, invoiceId, payment: factsOf(payment) };
}

function factsOf({ amount, currency, status, order_id: orderId }: RazorpayPayment): StrayFacts {
  return { amount, currency, status: toPaymentStatus(status), orderId };
}
