import { patched } from '@temporalio/workflow';
import type { Reconciliation } from './reconciliation.js';

/** What waits for a person. Read first: it needs no provider, and one that is away must not keep it from being told. */
export async function readHeld(run: Reconciliation): Promise<undefined> {
  // A run that began under a version without this list goes on without it.
  if (!patched('list-held')) return undefined;
  const { connection, activities, startedAt } = run;
  const { total, oldest } = await activities.razorpay.listHeld.executeWithOptions(
    { summary: `what of ${connection} is held` },
    [{ connection, now: startedAt }],
  );
  run.holds(total, oldest);
  return undefined;
}
