import { razorpayIdPatterns } from '../../contracts/ids.js';
import type { Collection } from './collection.js';

/** Looked at together: an invoice has hardly ever more than one that a run does not know. */
const MOST_ORDERS = 20;

/** News named an order. One that no search by receipt leads to is found by its id. */
export function learnOrder(collection: Collection, orderId: string): void {
  const { data } = collection;
  if (!razorpayIdPatterns.order.test(orderId) || collection.orderIds().includes(orderId)) return;
  data.toldOrderIds = [...new Set([...(data.toldOrderIds ?? []), orderId])].slice(-MOST_ORDERS);
}

/** Those that no answer and no look has told of since. */
export function unknownOrders(collection: Collection): readonly string[] {
  const known = collection.orderIds();
  return collection.data.toldOrderIds?.filter((orderId) => !known.includes(orderId)) ?? [];
}

/** A look has asked for these: they are known now, or none of this invoice. */
export function forgetOrders(collection: Collection, asked: readonly string[]): void {
  const left = unknownOrders(collection).filter((orderId) => !asked.includes(orderId));
  collection.data.toldOrderIds = left.length > 0 ? left : undefined;
}
