import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Activities, LookInput, LookResult } from '../contracts/activities.js';
import type { DisputeFact, KnownOrder, OrderFact, RazorpayInvoiceFact } from '../contracts/facts.js';
import { keptOf } from '../domain/sums.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import { valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { discover, readTold, type Discovered } from './discover.js';
import { disputesOf, readDisputes } from './disputes.js';
import { readAccepted, readOrder } from './order-facts.js';
import { toInvoiceStatus } from './razorpay-statuses.js';
import { failure } from './to-application-failure.js';

/**
 * Razorpay: every order and payment this invoice ever had, normalised and classified. One call for a direct round whose
 * order is known; refunds are read only where something was refunded, disputes only where somebody told of them, or where a
 * search has found captures of an earlier run, which may have been told of some.
 * Inside a workflow task, past the queue's limit, only while Razorpay is at ease.
 */
export function look(dependencies: ActivityDependencies): Activities['look'] {
  return async (input): Promise<LookResult> => {
    const { razorpay, strain } = connectionOf(dependencies, input.connection);
    if (activityInfo().isLocal && strain.isFelt())
      throw failure('PROVIDER_THROTTLED', 'Razorpay is strained: this read is left to its queue');
    const readAt = dependencies.clock.now();
    const signal = cancellationSignal();
    const requests = input.rounds.flatMap(({ round, razorpayInvoiceId: id }) =>
      id === undefined ? [] : [{ round, id }],
    );
    const [known, found, told] = await Promise.all([
      Promise.all(requests.map(({ round, id }) => readInvoice(razorpay, round, id, signal))),
      input.discover ? discover(razorpay, input, signal) : nothing,
      readTold(razorpay, input, signal),
    ]);
    const orders = new Map<string, KnownOrder>();
    for (const { round, amount, orderId, partialPayment } of input.rounds) {
      if (orderId === undefined) continue;
      orders.set(orderId, {
        round,
        orderId,
        amount: amount.amount,
        currency: amount.currency,
        partialPayment,
      });
    }
    for (const order of [...input.duplicates, ...found.orders, ...told])
      if (!orders.has(order.orderId)) orders.set(order.orderId, order);
    const accepted = input.acceptedPaymentIds ?? [];
    const reading = { signal, refundsOf: input.refundsOf ?? [] };
    const [own, given, toldOf] = await Promise.all([
      Promise.all([...orders.values()].map((order) => readOrder(razorpay, order, reading))),
      Promise.all(accepted.map((paymentId) => readAccepted(razorpay, paymentId, reading))),
      input.disputeIds && readDisputes(razorpay, input.disputeIds, signal),
    ]);
    // What an earlier run counted is looked at by its id; its order may be found all the same, and money counts once.
    const read = [
      ...own,
      ...given.filter(({ payments }) => payments.every((of) => !isAmong(own, of.paymentId))),
    ];
    const met = await disputesMet(razorpay, input, own, signal);
    const disputes = [...(toldOf ?? []), ...met.filter(({ disputeId }) => !isKnown(disputeId, input))];
    return {
      readAt,
      orders: read,
      ...((toldOf || disputes.length > 0) && {
        disputes: disputes.filter(({ paymentId }) => isAmong(read, paymentId)),
      }),
      razorpayInvoices: [
        ...known,
        ...found.razorpayInvoices.filter(({ razorpayInvoiceId }) =>
          known.every((read) => read.razorpayInvoiceId !== razorpayInvoiceId),
        ),
      ],
      foreignOrders: found.foreignOrders,
    };
  };
}

const nothing: Discovered = { orders: [], razorpayInvoices: [], foreignOrders: [] };

function isAmong(orders: readonly OrderFact[], paymentId: string): boolean {
  return orders.some(({ payments }) => payments.some((payment) => payment.paymentId === paymentId));
}

function isKnown(disputeId: string, { disputeIds = [] }: LookInput): boolean {
  return disputeIds.includes(disputeId);
}

/** Disputes of what an earlier run has left captured: one that was lost has taken money that Razorpay still calls captured. */
async function disputesMet(
  razorpay: RazorpayClient,
  input: LookInput,
  orders: readonly OrderFact[],
  signal: AbortSignal,
): Promise<readonly DisputeFact[]> {
  const captures = orders
    .filter((order) => isEarliers(order, input))
    .flatMap(({ payments }) => payments)
    .filter((payment) => keptOf(payment) > 0);
  if (captures.length === 0) return [];
  const since = Math.min(...captures.map(({ createdAt }) => createdAt));
  const paymentIds = captures.map(({ paymentId }) => paymentId);
  return disputesOf(razorpay, paymentIds, since, signal);
}

/** Unknown to the run that asks, and no order of a round whose answer it has lost. */
function isEarliers({ orderId, round: number }: OrderFact, { rounds, duplicates }: LookInput): boolean {
  const isOwn = rounds.some((round) => round.round === number && round.orderId === undefined);
  return !isOwn && [...rounds, ...duplicates].every((known) => known.orderId !== orderId);
}

async function readInvoice(
  razorpay: RazorpayClient,
  round: number,
  id: string,
  signal: AbortSignal,
): Promise<RazorpayInvoiceFact> {
  const invoice = valueOf(await razorpay.fetchInvoice(id, signal), `invoice ${id}`);
  return {
    round,
    razorpayInvoiceId: id,
    status: toInvoiceStatus(invoice.status),
    orderId: invoice.order_id,
    shortUrl: invoice.short_url,
  };
}
