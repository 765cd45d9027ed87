import type { CollectionOutcome, CollectionState } from '../contracts/collection.js';
import { collectionStates } from '../contracts/schemas/requests.js';

const outcomes: Readonly<Record<CollectionOutcome, true>> = {
  paid: true,
  partially_paid: true,
  nothing_to_collect: true,
  cancelled: true,
  expired: true,
  failed: true,
  refunded: true,
};

/** Search attributes come back from the server as plain strings. */
export function isState(value: string | undefined): value is CollectionState {
  return value !== undefined && Object.hasOwn(collectionStates, value);
}

export function isOutcome(value: string | undefined): value is CollectionOutcome {
  return value !== undefined && Object.hasOwn(outcomes, value);
}
