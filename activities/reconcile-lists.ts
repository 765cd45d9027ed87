import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { razorpayIdPatterns } from '../contracts/ids.js';
import { noteKeys } from '../contracts/names.js';
import { isOwnReceipt } from '../contracts/receipt.js';
import type { ListedPayment, ListWindow } from '../contracts/reconciliation.js';
import { isLongAttempted, isNearExpiry } from '../domain/reconciliation.js';
import type { RazorpayListQuery } from '../providers/razorpay/client.js';
import type { RazorpayPayment } from '../providers/razorpay/schemas.js';
import { billingRefused, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { discover } from './discover.js';
import { ownedInvoice } from './ownership.js';

/** Razorpay's largest page. */
const PAGE = 100;

/** Togai: one page of invoices that still ask for money. */
export function listOpenInvoices(dependencies: ActivityDependencies): Activities['listOpenInvoices'] {
  return async ({ connection, status, token, pageSize }) => {
    const { billing, policy } = connectionOf(dependencies, connection);
    const answer = await billing.listInvoices(status, { token, pageSize }, cancellationSignal());
    if (!answer.ok) throw billingRefused(answer.refusal, `invoices that are ${status}`);
    return { invoiceIds: answer.value.items, next: answer.value.next, starts: policy.reconcileStarts };
  };
}

/** Togai: one page of accounts. Archived ones are billed no more. */
export function listAccounts(dependencies: ActivityDependencies): Activities['listAccounts'] {
  return async ({ connection, token, pageSize }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await billing.listAccounts({ token, pageSize }, cancellationSignal());
    if (!answer.ok) throw billingRefused(answer.refusal, 'accounts');
    const { items, next } = answer.value;
    const isSynced = ({ customerIdSetting: id = '' }: (typeof items)[number]): boolean =>
      razorpayIdPatterns.customer.test(id);
    const unsynced = items
      .filter((account) => !isSynced(account))
      .map(({ accountId, customerIdSetting }) => ({
        accountId,
        setting: customerIdSetting === undefined ? ('missing' as const) : ('invalid' as const),
      }));
    const synced = items.filter(isSynced).map(({ accountId }) => accountId);
    return { read: items.length, next, unsynced, synced };
  };
}

/** Razorpay: one page of payments. Those on no order and no payment request cannot be ours. */
export function listPayments(dependencies: ActivityDependencies): Activities['listPayments'] {
  return async ({ connection, now, ...page }) => {
    const { razorpay, policy } = connectionOf(dependencies, connection);
    const query = toQuery(page);
    const items = valueOf(await razorpay.listPayments(query, cancellationSignal()), 'payments');
    return {
      ...{ read: items.length, more: items.length === query.count },
      payments: items.flatMap((payment) => listed(payment, isNearExpiry(payment.created_at, policy, now))),
    };
  };
}

function listed(payment: RazorpayPayment, nearExpiry: boolean): ListedPayment[] {
  const { id: paymentId, status, order_id: order, invoice_id: request } = payment;
  if (order === undefined && request === undefined) return [];
  if (status !== 'captured' && status !== 'authorized') return [];
  return [{ paymentId, ...(order !== undefined && { orderId: order }), status, nearExpiry }];
}

/** Razorpay: one page of orders. */
export function listAttemptedOrders(dependencies: ActivityDependencies): Activities['listAttemptedOrders'] {
  return async ({ connection, now, ...page }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const query = toQuery(page);
    const items = valueOf(await razorpay.listOrders(query, cancellationSignal()), 'orders');
    const attempted = items.filter(({ status, created_at: createdAt }) =>
      isLongAttempted({ status, createdAt }, now),
    );
    return {
      ...{ read: items.length, more: items.length === query.count },
      orders: attempted.flatMap((order) => {
        const invoiceId = ownedInvoice(connection, order);
        return invoiceId === undefined ? [] : [{ orderId: order.id, invoiceId }];
      }),
      requested: attempted.flatMap(({ id: orderId, receipt, notes }) => {
        const isRequested = notes[noteKeys.connection] === undefined && receipt && isOwnReceipt(receipt);
        return isRequested ? [{ orderId, receipt }] : [];
      }),
    };
  };
}

/**
 * Razorpay: the order of a payment request has the request's receipt (Razorpay's sample of `invoice.paid`) and none of our
 * notes. The request has both, and names its order.
 */
export function findRequested(dependencies: ActivityDependencies): Activities['findRequested'] {
  return async ({ connection, orderId, receipt }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const answer = await razorpay.invoicesByReceipt(receipt, cancellationSignal());
    const request = valueOf(answer, `invoices of receipt ${receipt}`).find(
      ({ order_id: made }) => made === orderId,
    );
    return request && ownedInvoice(connection, request);
  };
}

/** Razorpay: the mode of the last round that our receipts lead to. */
export function findBegun(dependencies: ActivityDependencies): Activities['findBegun'] {
  return async (of) => {
    const { razorpay } = connectionOf(dependencies, of.connection);
    const nothing = { rounds: [], duplicates: [], discover: true, thorough: true } as const;
    const found = await discover(razorpay, { ...of, ...nothing }, cancellationSignal());
    const last = Math.max(0, ...[...found.orders, ...found.razorpayInvoices].map(({ round }) => round));
    if (last === 0) return undefined;
    return found.razorpayInvoices.some(({ round }) => round === last) ? 'payment_request' : 'direct';
  };
}

/** A page in Razorpay's own words. */
export function toQuery(
  page: ListWindow & { readonly skip: number; readonly pageSize: number | undefined },
): RazorpayListQuery {
  const { from, to, skip, pageSize = PAGE } = page;
  return { from, to, skip, count: pageSize };
}
