import type { RazorpayFacts } from '../contracts/facts.js';
import { allPayments, isOpenPayment, oldestFirst, wasCaptured } from './sums.js';

/**
 * Bytes that the server takes of one search attribute (`frontend.searchAttributesSizeOfValueLimit`). A workflow that sets
 * more is terminated, and what it was about to do is not begun. A list is JSON, so that an id of 18 characters takes 21
 * bytes: 97 payments or payment requests fit, and 89 orders.
 */
const MOST_BYTES = 2_048;

/** The ids by which a collection is found; when not all fit, the last ones: what a customer pays on is the newest. */
export function searchableIds(ids: readonly string[]): readonly string[] {
  const room = roomFor(ids);
  return ids.length <= room ? ids : ids.slice(-room);
}

/**
 * The same of payments; when not all fit, those that hold money come first, then those that may still bring some, then the
 * failed ones, and of each the newest. One that is left out is found through its order.
 */
export function searchablePayments(paymentIds: readonly string[], facts: RazorpayFacts): readonly string[] {
  const room = roomFor(paymentIds);
  if (paymentIds.length <= room) return paymentIds;
  const latest = oldestFirst(allPayments(facts)).reverse();
  const seen = new Set(latest.map(({ paymentId }) => paymentId));
  const money = latest.filter((payment) => wasCaptured(payment) || payment.status === 'authorized');
  const ids = [...money, ...latest.filter(isOpenPayment)].map(({ paymentId }) => paymentId);
  const unseen = paymentIds.filter((paymentId) => !seen.has(paymentId));
  return [...new Set([...ids, ...unseen, ...seen])].slice(0, room);
}

/** How many fit with their quotes, their commas and the brackets, if all are as long as the longest. Ids are ASCII. */
function roomFor(ids: readonly string[]): number {
  const longest = ids.reduce((most, { length }) => Math.max(most, length), 0);
  return Math.floor((MOST_BYTES - 1) / (longest + 3));
}
