import type { KeptOutcome } from '../contracts/collection.js';
import type { CollectionMode, Policy } from '../contracts/policy.js';
import {
  openStatuses,
  type BegunMode,
  type CollectionStanding,
  type ListWindow,
  type PartReport,
  type ReconciliationCursor,
  type ReconciliationFinding,
  type ReconciliationPart,
} from '../contracts/reconciliation.js';
import { DAY, HOUR, MINUTE, SECOND } from './clock.js';
import { PENDING_FOR } from './merchant-refunds.js';

/**
 * A bank may answer for 5 days, and an authorization may wait 5 more for its capture (Razorpay's late authorization and
 * capture settings); one to spare. A payment keeps the date it was made at.
 */
export const REACH_DAYS = 11;

/**
 * A dispute keeps the date it began at, and may take this long until it is decided: a chargeback is answered within weeks,
 * and the bank takes months (Razorpay's documents name no bound).
 */
const DISPUTE_DAYS = 120;

/** Listed of each part; the rest is counted. */
export const MAX_FINDINGS = 200;

/** How long the end of an attempt may be unknown. */
const ATTEMPTED_FOR = 15 * MINUTE;

/**
 * The days before `now` as fixed windows, oldest first. Each shares its last second with the next. An entry keeps its date,
 * so only the newest window grows while it is read, at its front: pages may then repeat entries, and miss none.
 * @param now business time, Unix milliseconds
 */
export function windowsBefore(now: number, days = REACH_DAYS): ListWindow[] {
  const end = Math.floor(now / SECOND);
  const day = DAY / SECOND;
  return Array.from({ length: days }, (_, index) => ({
    from: end - (days - index) * day,
    to: end - (days - index - 1) * day,
  }));
}

/** Disputes are few: one window. @param now business time, Unix milliseconds */
export function disputesBefore(now: number): ListWindow {
  const to = Math.floor(now / SECOND);
  return { from: to - (DISPUTE_DAYS * DAY) / SECOND, to };
}

/** A refund keeps the date it was made at, and fails within this time or not at all. @param now business time, Unix milliseconds */
export function refundsBefore(now: number): ListWindow {
  const to = Math.floor(now / SECOND);
  return { from: to - PENDING_FOR / SECOND, to };
}

/** An order may expire sooner than the policy says, and the list of payments does not tell. Milliseconds. */
const LATEST_NEAR = HOUR;

/** @param createdAt Unix seconds */
export function isNearExpiry(
  createdAt: number,
  { manualExpiryMinutes }: Pick<Policy, 'manualExpiryMinutes'>,
  now: number,
): boolean {
  return now >= createdAt * SECOND + Math.min((manualExpiryMinutes * MINUTE) / 2, LATEST_NEAR);
}

/** @param createdAt Unix seconds; Razorpay does not say when an order was attempted */
export function isLongAttempted(
  order: { readonly status: string; readonly createdAt: number },
  now: number,
): boolean {
  return order.status === 'attempted' && now >= order.createdAt * SECOND + ATTEMPTED_FOR;
}

/** What is to be done about an open invoice; undefined when a collection looks after it. */
export type OpenInvoiceVerdict =
  | undefined
  | { readonly kind: 'list'; readonly found: string }
  | {
      readonly kind: 'start';
      readonly found: string;
      readonly mode: CollectionMode;
      /** For money that may still come, since the collection had ended. */
      readonly late: boolean;
      /** An earlier run has begun it. */
      readonly begun?: true;
    };

/** What is known of an open invoice before anything has to be read of it. */
export function judgeStanding({ standing, outcome }: CollectionStanding): OpenInvoiceVerdict | 'ask' {
  if (standing === 'running') return undefined;
  return standing === 'ended' ? { kind: 'list', found: `ended_${outcome ?? 'unknown'}` } : 'ask';
}

/**
 * A collection that ended is not begun again. One that was stopped, or that Temporal has forgotten while it had an order,
 * goes on in its own mode, as does one that was about to mark its invoice paid. One that was never begun is begun only where
 * the policy says so.
 */
export function judgeUncollected(
  standing: CollectionStanding['standing'],
  kept: KeptOutcome | undefined,
  begun: BegunMode,
  starts: Policy['reconcileStarts'],
): Exclude<OpenInvoiceVerdict, undefined> {
  const wasStopped = standing === 'stopped';
  if (kept && !kept.marking && !wasStopped) return { kind: 'list', found: `ended_${kept.outcome}` };
  const found = wasStopped ? 'collection_stopped' : begun ? 'collection_forgotten' : 'never_collected';
  if (begun !== undefined)
    return { kind: 'start', found, mode: begun, late: kept !== undefined, begun: true };
  return starts === 'none' ? { kind: 'list', found } : { kind: 'start', found, mode: starts, late: false };
}

/** The first page of all. */
export function firstPage(): ReconciliationCursor {
  return { list: 'held' };
}

/** Where the list after this one begins; undefined after the last. */
export function nextList(cursor: ReconciliationCursor, windows: number): ReconciliationCursor | undefined {
  switch (cursor.list) {
    case 'held':
      return { list: 'open_invoices', status: openStatuses[0], token: undefined };
    case 'open_invoices': {
      const status = openStatuses[openStatuses.indexOf(cursor.status) + 1];
      return status === undefined
        ? { list: 'stopped', token: undefined }
        : { list: 'open_invoices', status, token: undefined };
    }
    case 'stopped':
      return { list: 'payments', window: 0, skip: 0 };
    case 'payments':
    case 'orders':
      if (cursor.window + 1 < windows) return { list: cursor.list, window: cursor.window + 1, skip: 0 };
      return cursor.list === 'payments'
        ? { list: 'orders', window: 0, skip: 0 }
        : { list: 'settlements', skip: 0 };
    case 'settlements':
      return { list: 'disputes', skip: 0 };
    case 'disputes':
      return { list: 'refunds', skip: 0 };
    case 'refunds':
      return { list: 'accounts', token: undefined };
    case 'accounts':
      return { list: 'customers', index: 0 };
    case 'customers':
      return undefined;
  }
}

/** Where the next list of another kind begins: a key that was refused is not tried on the rest of this one. */
export function listAfter(cursor: ReconciliationCursor, windows: number): ReconciliationCursor | undefined {
  let next = nextList(cursor, windows);
  while (next?.list === cursor.list) next = nextList(next, windows);
  return next;
}

type Parts = Readonly<Record<ReconciliationPart, PartReport>>;

export function emptyParts(): Parts {
  const empty: PartReport = {
    ...{ read: 0, findings: [], failed: undefined },
    done: { started: 0, hinted: 0, handed_over: 0, listed: 0 },
  };
  return {
    ...{ held: empty, open_invoices: empty, stopped_collections: empty },
    ...{ captures: empty, authorizations: empty },
    ...{ attempted_orders: empty, settlements: empty, disputes: empty },
    ...{ refunds: empty, accounts: empty, customers: empty },
  };
}

export function withRead(part: PartReport, read: number): PartReport {
  return { ...part, read: part.read + read };
}

/** Counts a finding once, as far as it can be seen in the list. */
export function withFinding(part: PartReport, finding: ReconciliationFinding): PartReport {
  const { findings, done } = part;
  if (findings.some(({ subject }) => subject === finding.subject)) return part;
  return {
    ...part,
    done: { ...done, [finding.done]: done[finding.done] + 1 },
    findings: findings.length < MAX_FINDINGS ? [...findings, finding] : findings,
  };
}
