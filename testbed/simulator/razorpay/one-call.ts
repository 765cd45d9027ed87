import { ApiError, badRequest } from './errors.js';
import type { OrderRecord } from './entities.js';
import { onlyKnown, requiredText, text } from './fields.js';
import { nextActions, type NextAction } from './next-actions.js';
import { orderWish } from './order-create.js';
import { createPayment, gatewayRefusal } from './payment-create.js';
import { makeOrReuse, orderByReceipt } from './receipts.js';
import { blockOf, find, type Body } from './request.js';
import type { Account } from './state.js';

/** The one-call answer: the order (the document's sample leaves `entity` out) and what to do with the payment. */
export interface OneCallAnswer {
  readonly [field: string]: unknown;
  readonly payment_workflow: { readonly id: string; readonly next: readonly NextAction[] };
}

/** Whether a `POST /v1/orders` is of the Single Integration API: there `payment` is the instrument. */
export function isOneCall(body: Body): boolean {
  const payment = blockOf(body, 'payment');
  return body.payment_config !== undefined || body.id !== undefined || payment?.method !== undefined;
}

/**
 * Order and payment in one call, or another attempt on an order named by `id` or, without an amount, by `receipt`.
 * Three refusals: the order's (step `order_create`), the payment's (`metadata.order_id`), the gateway's
 * (`metadata.payment_id` too).
 */
export function oneCall(account: Account, body: Body): OneCallAnswer {
  const order = atStep('order_create', () => orderOf(account, body));
  const block = blockOf(body, 'payment');
  const created = withOrder(order, () => {
    if (block === null) throw badRequest('The payment field is required.', { field: 'payment' });
    if (order.entity.attempts === 0) {
      requiredText(block, 'email');
      requiredText(block, 'contact', undefined, true);
    }
    return createPayment(account, block, { order, amountFromOrder: true, emailMax: 40 });
  });
  if (created.refusedByGateway) throw gatewayRefusal(created.payment);
  const shown = Object.entries(structuredClone(order.entity)).filter(([field]) => field !== 'entity');
  return {
    ...Object.fromEntries(shown),
    transfers: structuredClone(order.transfers),
    payment_workflow: { id: created.payment.entity.id, next: nextActions(account, created.payment) },
  };
}

function orderOf(account: Account, body: Body): OrderRecord {
  const id = text(body, 'id');
  const receipt = text(body, 'receipt', 40);
  if (id === null && (receipt === null || body.amount !== undefined)) {
    return makeOrReuse(account, body, orderWish(account, body, 'one-call'));
  }
  // Another attempt: the order stands as it was made, so nothing about it may be said again but its names.
  onlyKnown(body, ['id', 'receipt', 'payment', 'user_agent']);
  if (id !== null) return find(account.state.orders, 'order_', id);
  const existing = orderByReceipt(account, receipt ?? '');
  if (existing === null) throw badRequest('The amount field is required.', { field: 'amount' });
  return existing;
}

function atStep<Result>(step: string, task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    throw error instanceof ApiError ? error.with({ step }) : error;
  }
}

function withOrder<Result>(order: OrderRecord, task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw error.with({ field: error.body.field ?? null, metadata: { order_id: order.entity.id } });
  }
}
