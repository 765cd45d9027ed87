import { workflowInfo } from '@temporalio/workflow';
import type { HeldReason } from '../contracts/held-reasons.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';

/**
 * Since when this workflow has been held for this reason, for its search attribute. What an earlier look has shown stays,
 * also one of an earlier run.
 * @param now business time, Unix milliseconds
 */
export function heldSince(reason: HeldReason, now: number): string {
  const { typedSearchAttributes: shown } = workflowInfo();
  const known = shown.get(keys.heldReason) === reason ? shown.get(keys.heldSince) : undefined;
  return known ?? new Date(now).toISOString();
}
