import { badRequest } from './errors.js';
import type { OrderRecord } from './entities.js';
import { flag } from './fields.js';
import { makeOrder, type OrderWish } from './order-create.js';
import type { Body } from './request.js';
import type { Account } from './state.js';

/** The newest order with a receipt. */
export function orderByReceipt(account: Account, receipt: string): OrderRecord | null {
  return account.state.ordersByReceipt.get(receipt)?.at(-1) ?? null;
}

/**
 * Makes the order, or what the account does with a receipt that exists: make another one (`allow`), refuse and name
 * the first (`reject`), or answer with the first (`reuse`, or `unique_receipt: true` in the request).
 */
export function makeOrReuse(account: Account, body: Body, wish: OrderWish): OrderRecord {
  const existing = wish.receipt === null ? null : orderByReceipt(account, wish.receipt);
  if (existing === null) return makeOrder(account, wish);
  if (account.state.receiptMode === 'reuse' || flag(body, 'unique_receipt') === true) return existing;
  if (account.state.receiptMode === 'reject') {
    throw badRequest('Order receipt should be unique.', {
      field: 'receipt',
      metadata: { order_id: existing.entity.id },
    });
  }
  return makeOrder(account, wish);
}
