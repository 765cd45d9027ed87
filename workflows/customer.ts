import type { BillingAccount } from '../contracts/billing.js';
import type { CustomerSyncResult } from '../contracts/customer-sync.js';
import type { ConnectionActivities } from './activity-options.js';
import { heldFor, textOf } from './collection/failures.js';

/**
 * Flow 1: makes sure that Razorpay has the account's customer and that Togai knows its id. Two at once make one
 * customer, because Razorpay gives the existing one back (`fail_existing: "0"`), and the id that stands in Togai wins.
 */
export async function syncCustomer(
  activities: ConnectionActivities,
  connection: string,
  account: BillingAccount,
): Promise<CustomerSyncResult> {
  const { accountId } = account;
  try {
    const ensured = await activities.razorpay.ensureCustomer.executeWithOptions(
      { summary: `customer of account ${accountId}` },
      [{ connection, accountId, account }],
    );
    if (ensured.kind === 'held') return { status: 'held', reason: ensured.reason, detail: ensured.detail };
    if (ensured.customerId === account.customerIdSetting)
      return { status: 'synced', customerId: ensured.customerId, change: ensured.change };
    const written = await activities.togai.writeCustomerId.executeWithOptions(
      { summary: `RazorPayCustomerId of ${accountId} = ${ensured.customerId}` },
      [{ connection, accountId, customerId: ensured.customerId }],
    );
    return { status: 'synced', customerId: written.customerId, change: ensured.change };
  } catch (error) {
    return { status: 'held', reason: heldFor(error), detail: textOf(error) };
  }
}
