import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import type { BillingAccount } from '../contracts/billing.js';
import type { BilledAccount } from '../providers/billing-system.js';
import { mapCustomer } from '../providers/razorpay/customer-mapping.js';
import { billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/** Togai: an account and its setting, mapped to what Razorpay takes. @throws ACCOUNT_NOT_FOUND */
export function readAccount(dependencies: ActivityDependencies): Activities['readAccount'] {
  return async ({ connection, accountId }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await billing.readAccount(accountId, cancellationSignal());
    return toBillingAccount(billingValueOf(answer, `account ${accountId}`, 'ACCOUNT_NOT_FOUND'));
  };
}

export function toBillingAccount(account: BilledAccount): BillingAccount {
  const { accountId, billingCustomerId, status, name, customerIdSetting } = account;
  return {
    accountId,
    togaiCustomerId: billingCustomerId,
    status,
    originalName: name,
    ...mapCustomer(account),
    customerIdSetting,
  };
}
