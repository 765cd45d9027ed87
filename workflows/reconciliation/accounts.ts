import type { CustomerStanding, ReconciliationCursor } from '../../contracts/reconciliation.js';
import { withAccounts } from '../../domain/account-sample.js';
import type { Reconciliation } from './reconciliation.js';

type AccountsCursor = Extract<ReconciliationCursor, { list: 'accounts' }>;
type CustomersCursor = Extract<ReconciliationCursor, { list: 'customers' }>;

/** Accounts compared before a run may continue as a new one. */
const AT_ONCE = 25;

/** Accounts that no payment request could be made for. A collection syncs its own, by the policy: here they are listed. */
export async function readAccounts(
  run: Reconciliation,
  cursor: AccountsCursor,
): Promise<AccountsCursor | undefined> {
  const { connection, activities, pageSize } = run;
  const { read, next, unsynced, synced } = await activities.togai.listAccounts.executeWithOptions(
    { summary: 'accounts' },
    [{ connection, token: cursor.token, pageSize }],
  );
  run.read('accounts', read);
  for (const { accountId, setting } of unsynced)
    run.found('accounts', {
      ...{ subject: accountId, invoiceId: undefined, done: 'listed' },
      found: `customer_id_${setting}`,
    });
  run.sample = withAccounts(run.sample, synced, run.startedAt);
  return next === undefined ? undefined : { ...cursor, token: next };
}

const found: Readonly<Record<Exclude<CustomerStanding, 'same'>, string>> = {
  changed: 'details_changed',
  differs: 'details_differ',
  unknown: 'customer_unknown_at_razorpay',
};

/** Accounts whose details are not those of their customer. The next collection or sync carries them over; here they are listed. */
export async function readCustomers(
  run: Reconciliation,
  cursor: CustomersCursor,
): Promise<CustomersCursor | undefined> {
  const { connection, activities } = run;
  const end = cursor.index + (run.pageSize ?? AT_ONCE);
  for (const { accountId } of run.sample.taken.slice(cursor.index, end)) {
    const account = { subject: accountId, invoiceId: undefined };
    await run.follow('customers', account, async () => {
      const standing = await activities.both.compareCustomer.executeWithOptions(
        { summary: `${accountId} and its customer` },
        [{ connection, accountId }],
      );
      if (standing !== 'same') run.found('customers', { ...account, done: 'listed', found: found[standing] });
    });
    run.read('customers', 1);
  }
  return end < run.sample.taken.length ? { ...cursor, index: end } : undefined;
}
