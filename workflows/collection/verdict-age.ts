import type { Dated, Stale } from '../../contracts/activities.js';
import { MINUTE } from '../../domain/clock.js';
import type { Collection } from './collection.js';

/** How long what was read may be acted on, in real milliseconds: queues and outages do not follow a business clock. */
const FRESH = 2 * MINUTE;

/**
 * Each stale write doubles it for the next, up to an hour: where a queue itself takes longer than that, every write of it
 * would come too late again, and again take a place in it.
 */
const MOST_DOUBLINGS = 5;

/** Until when a write may rest on what is known; nothing where a worker of an older version has read it. */
export function validity({ lookedAt, invoiceReadAt, invoiceIsFresh, staleWrites }: Collection): Dated {
  const oldest = Math.min(lookedAt ?? NaN, invoiceIsFresh ? (invoiceReadAt ?? NaN) : Infinity);
  if (Number.isNaN(oldest)) return {};
  return { validUntil: oldest + FRESH * 2 ** Math.min(staleWrites, MOST_DOUBLINGS) };
}

/** The invoice was read so long after the look that both cannot be acted on together. */
export function lookIsOutdated({ lookedAt, invoiceReadAt }: Collection): boolean {
  return lookedAt !== undefined && invoiceReadAt !== undefined && invoiceReadAt - lookedAt > FRESH;
}

/** Takes note of a write that came too late: the loop looks again, at once the first time. */
export function isStale<Result extends { readonly kind: string }>(
  collection: Collection,
  result: Result,
): result is Extract<Result, Stale> {
  if (result.kind !== 'stale') {
    collection.staleWrites = 0;
    return false;
  }
  collection.data.nextLook = collection.now() + (2 ** collection.staleWrites - 1) * MINUTE;
  collection.staleWrites = Math.min(collection.staleWrites + 1, MOST_DOUBLINGS);
  return true;
}
