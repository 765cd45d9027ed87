import type { KeptOutcome } from '../../contracts/collection.js';
import type { Reconciliation } from './reconciliation.js';

/** What a collection left with its invoice: Temporal may have forgotten the collection itself. */
export function outcomeLeft(
  { connection, activities }: Reconciliation,
  invoiceId: string,
): Promise<KeptOutcome | undefined> {
  return activities.togai.readOutcome.executeWithOptions({ summary: `what was counted for ${invoiceId}` }, [
    { connection, invoiceId },
  ]);
}
