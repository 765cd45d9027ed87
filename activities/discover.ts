import type { LookInput } from '../contracts/activities.js';
import type { Round } from '../contracts/collection.js';
import type { ForeignOrder, KnownOrder, RazorpayInvoiceFact } from '../contracts/facts.js';
import { receiptFor } from '../contracts/receipt.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import { valueOf } from './answers.js';
import { whyForeign, type Expected } from './ownership.js';
import { toInvoiceStatus } from './razorpay-statuses.js';

/** What was found by our receipts. */
export interface Discovered {
  readonly orders: readonly KnownOrder[];
  readonly razorpayInvoices: readonly RazorpayInvoiceFact[];
  readonly foreignOrders: readonly ForeignOrder[];
}

/**
 * Searches by receipt: the rounds that are known, and those after the last until one has nothing. So a restarted run finds
 * all its rounds, and a lost answer its order; several orders with one receipt are all told.
 */
export async function discover(
  razorpay: RazorpayClient,
  input: LookInput,
  signal: AbortSignal,
): Promise<Discovered> {
  const found = await Promise.all(
    input.rounds.map((round) => searchRound(razorpay, input, round.round, round, signal)),
  );
  const last = Math.max(0, ...input.rounds.map(({ round }) => round));
  for (let round = last + 1; ; round += 1) {
    const next = await searchRound(razorpay, input, round, undefined, signal);
    found.push(next);
    if (next.orders.length + next.razorpayInvoices.length === 0) break;
  }
  return {
    orders: found.flatMap(({ orders }) => orders),
    razorpayInvoices: found.flatMap(({ razorpayInvoices }) => razorpayInvoices),
    foreignOrders: found.flatMap(({ foreignOrders }) => foreignOrders),
  };
}

async function searchRound(
  razorpay: RazorpayClient,
  of: LookInput,
  round: number,
  known: Round | undefined,
  signal: AbortSignal,
): Promise<Discovered> {
  const receipt = receiptFor(of.connection, of.invoiceId, round);
  const [orderList, invoiceList] = await Promise.all([
    razorpay.ordersByReceipt(receipt, signal),
    // Also for a direct round: an earlier run may have begun it as a payment request, whose order has no notes of ours.
    razorpay.invoicesByReceipt(receipt, signal),
  ]);
  // A second order of a round may be of an amount that the invoice had before: ours all the same, and its money counts.
  const expected: Expected = {
    ...{ of, round, receipt },
    amount: known?.orderId === undefined ? known?.amount : undefined,
  };
  // A draft bills nobody and has no order; issuing adopts or deletes it.
  const invoices = valueOf(invoiceList, `invoices of receipt ${receipt}`).filter(
    (invoice) => invoice.status !== 'draft' && whyForeign(invoice, expected) === undefined,
  );
  const orders: KnownOrder[] = [];
  const foreignOrders: ForeignOrder[] = [];
  for (const invoice of invoices) {
    if (invoice.order_id === undefined || invoice.currency === undefined) continue;
    const { order_id: orderId, amount, currency } = invoice;
    orders.push({ round, orderId, amount: amount ?? 0, currency, partialPayment: false });
  }
  for (const order of valueOf(orderList, `orders of receipt ${receipt}`)) {
    // The order of a payment request is made by Razorpay, and need not carry our notes.
    if (order.id === known?.orderId || orders.some(({ orderId }) => orderId === order.id)) continue;
    const why = whyForeign(order, expected);
    const { id: orderId, amount, currency } = order;
    const partialPayment = order.partial_payment ?? known?.partialPayment ?? false;
    if (why === undefined) orders.push({ round, orderId, amount, currency, partialPayment });
    else foreignOrders.push({ orderId, why });
  }
  return {
    orders,
    razorpayInvoices: invoices.map((invoice) => ({
      round,
      razorpayInvoiceId: invoice.id,
      status: toInvoiceStatus(invoice.status),
      orderId: invoice.order_id,
      shortUrl: invoice.short_url,
    })),
    foreignOrders,
  };
}
