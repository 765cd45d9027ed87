import { cancellationSignal } from '@temporalio/activity';
import type { BillingAccount } from '../contracts/billing.js';
import type { BillingSystem } from '../providers/billing-system.js';
import { mapCustomer } from '../providers/razorpay/customer-mapping.js';
import { billingValueOf } from './answers.js';

/** Togai: an account and its setting, mapped to what Razorpay takes. @throws ACCOUNT_NOT_FOUND */
export async function readAccount(billing: BillingSystem, accountId: string): Promise<BillingAccount> {
  const answer = await billing.readAccount(accountId, cancellationSignal());
  const account = billingValueOf(answer, `account ${accountId}`, 'ACCOUNT_NOT_FOUND');
  const { billingCustomerId, status, name, customerIdSetting } = account;
  return {
    accountId: account.accountId,
    togaiCustomerId: billingCustomerId,
    status,
    originalName: name,
    ...mapCustomer(account),
    customerIdSetting,
  };
}
