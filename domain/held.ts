import type { HeldWorkflow, PartReport } from '../contracts/reconciliation.js';
import { DAY } from './clock.js';
import { MAX_FINDINGS } from './reconciliation.js';

/**
 * What was held longest, as many as a report lists.
 * @returns in the order of their age, the oldest first
 */
export function heldLongest(held: readonly HeldWorkflow[]): HeldWorkflow[] {
  return [...held].sort((a, b) => a.since - b.since).slice(0, MAX_FINDINGS);
}

/**
 * True when a hold began, or its age passed another full day, since the last run looked: said once a day without anybody
 * having to remember what was said.
 * @param before when the last run looked; all times are business time, Unix milliseconds
 */
export function isToldNow({ since }: Pick<HeldWorkflow, 'since'>, before: number, now: number): boolean {
  const days = (at: number): number => Math.floor((at - since) / DAY);
  return days(now) >= 0 && days(now) > days(before);
}

/** The report's part of it: all are counted, the oldest are listed. */
export function withHeld(part: PartReport, total: number, oldest: readonly HeldWorkflow[]): PartReport {
  return {
    ...part,
    read: total,
    done: { ...part.done, listed: total },
    findings: oldest.map(({ workflowId, invoiceId, reason, since }) => ({
      ...{ subject: workflowId, invoiceId, found: reason, done: 'listed', since },
    })),
  };
}
