import type { KeptOutcome } from '../../contracts/collection.js';
import { isOutlived, isPaidMark } from '../../domain/paid-mark.js';
import { kept } from '../../domain/sums.js';
import type { Collection } from './collection.js';
import { findRecords } from './records.js';

/**
 * Whether an invoice that said PAID when this run began says so by an earlier run of ours. That run noted it before it
 * marked the invoice, and payments that it recorded are in Togai's list. A note outlives its money where the invoice was
 * collected again, and tells nothing then. Where Togai shows no notes at all, money that covers the invoice counts as what
 * paid it: less could never have led us to mark it.
 * @returns undefined when a person has to help first
 */
export async function isPaidByUs(
  collection: Collection,
  left: KeptOutcome | 'unreadable' | undefined,
): Promise<boolean | undefined> {
  const { facts, policy, rounds, target } = collection.data;
  if (!policy) throw new Error('An invoice that was read comes with a policy');
  if (left !== undefined && left !== 'unreadable' && isPaidMark(left))
    return !isOutlived(left, { policy, rounds, facts }, collection.now());
  if (policy.writeBack === 'record_payment') return findRecords(collection);
  const sum = kept(facts);
  return left === 'unreadable' && sum > 0 && target !== undefined && sum >= target.amount;
}
