import type { Activities } from '../contracts/activities.js';
import type { CustomerSyncResult } from '../contracts/customer-sync.js';
import type { ActivityConnection, ActivityDependencies } from './dependencies.js';
import { connectionOf } from './connection.js';
import { ensureCustomer } from './ensure-customer.js';
import { readAccount } from './read-account.js';
import { writeCustomerId } from './write-customer-id.js';

/**
 * Both: the account's customer at Razorpay, and its id in the account's setting. The two halves are one step, because
 * either alone means nothing; each adopts what an earlier try made, so the whole may be tried again.
 */
export function syncCustomer(dependencies: ActivityDependencies): Activities['syncCustomer'] {
  return ({ connection, accountId }) => syncAccount(connectionOf(dependencies, connection), accountId);
}

/** Two at once make one customer: Razorpay gives the existing one back, and the id that stands in Togai wins. */
export async function syncAccount(
  { razorpay, billing }: ActivityConnection,
  accountId: string,
): Promise<CustomerSyncResult> {
  const account = await readAccount(billing, accountId);
  const ensured = await ensureCustomer(razorpay, account);
  if (ensured.kind === 'held') return { status: 'held', reason: ensured.reason, detail: ensured.detail };
  const { customerId, change } = ensured;
  if (customerId === account.customerIdSetting) return { status: 'synced', customerId, change };
  return { status: 'synced', customerId: await writeCustomerId(billing, accountId, customerId), change };
}
