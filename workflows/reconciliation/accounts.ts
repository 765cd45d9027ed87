import type { ReconciliationCursor } from '../../contracts/reconciliation.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'accounts' }>;

/** Accounts that no payment request could be made for. A collection syncs its own, by the policy: here they are listed. */
export async function readAccounts(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize } = run;
  const page = await activities.togai.listUnsyncedAccounts.executeWithOptions({ summary: 'accounts' }, [
    { connection, token: cursor.token, pageSize },
  ]);
  run.read('accounts', page.read);
  for (const { accountId, setting } of page.accounts)
    run.found('accounts', {
      ...{ subject: accountId, invoiceId: undefined, done: 'listed' },
      found: `customer_id_${setting}`,
    });
  return page.next === undefined ? undefined : { ...cursor, token: page.next };
}
