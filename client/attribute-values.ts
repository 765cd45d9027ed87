import type { CollectionOutcome, CollectionState } from '../contracts/collection.js';

const states: Readonly<Record<CollectionState, true>> = {
  opening: true,
  syncing_customer: true,
  awaiting_attempt: true,
  awaiting_customer: true,
  authorized: true,
  captured: true,
  collecting_rest: true,
  held: true,
  refunding: true,
  closing: true,
};

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
  return value !== undefined && Object.hasOwn(states, value);
}

export function isOutcome(value: string | undefined): value is CollectionOutcome {
  return value !== undefined && Object.hasOwn(outcomes, value);
}
