import { badRequest } from './errors.js';
import { integer } from './fields.js';

/** Razorpay's list envelope; `count` is the number of items in this page, there is no total. */
export interface Collection<Item> {
  readonly entity: 'collection';
  readonly count: number;
  readonly items: readonly Item[];
}

/** Wraps items that need no paging. */
export function collection<Item>(items: readonly Item[]): Collection<Item> {
  return { entity: 'collection', count: items.length, items };
}

/**
 * One page, newest first: `count` 1-100 (10 unless told), `skip`, `from` and `to` in Unix seconds, both inclusive.
 * @param oldestFirst in order of creation, as maps keep them
 */
export function page<Item>(
  query: Readonly<Record<string, string>>,
  oldestFirst: readonly Item[],
  createdAt: (item: Item) => number,
  maxCount = 100,
): readonly Item[] {
  const count = integer(query, 'count') ?? 10;
  if (count < 1) throw badRequest('The count must be at least 1.', { field: 'count' });
  if (count > maxCount)
    throw badRequest(`The count may not be greater than ${maxCount}.`, { field: 'count' });
  const skip = integer(query, 'skip') ?? 0;
  if (skip < 0) throw badRequest('The skip must be at least 0.', { field: 'skip' });
  const from = timestamp(query, 'from') ?? 0;
  const to = timestamp(query, 'to') ?? Number.MAX_SAFE_INTEGER;
  return oldestFirst
    .filter((item) => createdAt(item) >= from && createdAt(item) <= to)
    .toReversed()
    .slice(skip, skip + count);
}

function timestamp(query: Readonly<Record<string, string>>, field: 'from' | 'to'): number | null {
  const value = integer(query, field);
  if (value !== null && (value < 946684800 || value > 4765046400)) {
    throw badRequest(`${field} must be between 946684800 and 4765046400`, { field });
  }
  return value;
}
