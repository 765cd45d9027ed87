import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { kept } from '../domain/sums.js';
import { valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { readAccepted } from './order-facts.js';
import { toQuery } from './reconcile-lists.js';

/** Razorpay: one page of refunds. Who made one that failed does not matter: its money is kept again. */
export function listFailedRefunds(dependencies: ActivityDependencies): Activities['listFailedRefunds'] {
  return async ({ connection, ...page }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const query = toQuery(page);
    const items = valueOf(await razorpay.listRefunds(query, cancellationSignal()), 'refunds');
    return {
      ...{ read: items.length, more: items.length === query.count },
      refunds: items.flatMap(({ id: refundId, payment_id: paymentId, status }) =>
        status === 'failed' && paymentId !== undefined ? [{ refundId, paymentId }] : [],
      ),
    };
  };
}

/** Razorpay: what is kept of these payments now, by the lists of their refunds. */
export function readKept(dependencies: ActivityDependencies): Activities['readKept'] {
  return async ({ connection, paymentIds }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const reading = { signal: cancellationSignal(), refundsOf: [] };
    const orders = await Promise.all(
      paymentIds.map((paymentId) => readAccepted(razorpay, paymentId, reading)),
    );
    return kept({ orders, razorpayInvoices: [], foreignOrders: [] });
  };
}
