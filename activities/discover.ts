import type { LookInput } from '../contracts/activities.js';
import type { Round } from '../contracts/collection.js';
import type { ForeignOrder, KnownOrder, RazorpayInvoiceFact } from '../contracts/facts.js';
import { noteKeys } from '../contracts/names.js';
import { receiptFor } from '../contracts/receipt.js';
import { captureNoteOf } from '../domain/capture-note.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { RazorpayOrder } from '../providers/razorpay/schemas.js';
import { valueOf } from './answers.js';
import { ownedInvoice, roundOf, whyForeign, type Expected } from './ownership.js';
import { toInvoiceStatus } from './razorpay-statuses.js';

/**
 * A number is not used again while its request may be on its way, so a round that never came to be can stand between others:
 * with each amount that the invoice had meanwhile, one. This many in a row end a thorough search.
 */
const LAST_EMPTY = 3;

/** What was found by our receipts. */
export interface Discovered {
  readonly orders: readonly KnownOrder[];
  readonly razorpayInvoices: readonly RazorpayInvoiceFact[];
  readonly foreignOrders: readonly ForeignOrder[];
}

/**
 * Searches by receipt: the rounds that are known, and those after the last until one has nothing, or several when the search
 * is thorough. So a restarted run finds all its rounds, and a lost answer its order; several orders with one receipt are all
 * told.
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
  for (let round = last + 1, empty = 0; empty < (input.thorough ? LAST_EMPTY : 1); round += 1) {
    const next = await searchRound(razorpay, input, round, undefined, signal);
    found.push(next);
    empty = next.orders.length + next.razorpayInvoices.length === 0 ? empty + 1 : 0;
  }
  return {
    orders: found.flatMap(({ orders }) => orders),
    razorpayInvoices: found.flatMap(({ razorpayInvoices }) => razorpayInvoices),
    foreignOrders: found.flatMap(({ foreignOrders }) => foreignOrders),
  };
}

/** Orders that news named, as far as everything on them says that they were made by us for this invoice. */
export async function readTold(
  razorpay: RazorpayClient,
  { connection, invoiceId, orderIds = [] }: LookInput,
  signal: AbortSignal,
): Promise<readonly KnownOrder[]> {
  const read = await Promise.all(
    orderIds.map(async (id) => ({ id, answer: await razorpay.fetchOrder(id, signal) })),
  );
  return read.flatMap(({ id, answer }) => {
    // Razorpay's answer to an id of another account.
    if (!answer.ok && (answer.refusal.status === 400 || answer.refusal.status === 404)) return [];
    const order = valueOf(answer, `order ${id}`);
    if (ownedInvoice(connection, order) !== invoiceId) return [];
    const { amount, currency } = order;
    const partialPayment = order.partial_payment ?? false;
    return [{ round: roundOf(order), orderId: id, amount, currency, partialPayment, ...captureOf(order) }];
  });
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
  // A round's order may be of an amount that the invoice had before, or has had since: ours all the same, and its money
  // counts. A run that a reset has cut knows the amount of its time.
  const expected: Expected = { of, round, receipt, amount: undefined };
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
    if (why === undefined)
      orders.push({ round, orderId, amount, currency, partialPayment, ...captureOf(order) });
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

/** Razorpay does not tell an order's capture settings, so we have written them down. */
function captureOf({ notes }: RazorpayOrder): Pick<KnownOrder, 'captureNote'> {
  const captureNote = captureNoteOf(notes[noteKeys.capture]);
  return captureNote === undefined ? {} : { captureNote };
}
