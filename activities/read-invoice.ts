import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { billingValueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { toBillingAccount } from './read-account.js';

/**
 * Togai: the invoice with its owner's setting; the account too when it has none, so that syncing it needs no further
 * read. @throws INVOICE_NOT_FOUND
 */
export function readInvoice(dependencies: ActivityDependencies): Activities['readInvoice'] {
  return async ({ connection, invoiceId }) => {
    const { billing, policy } = connectionOf(dependencies, connection);
    const signal = cancellationSignal();
    const answer = await billing.readInvoice(invoiceId, signal);
    const invoice = billingValueOf(answer, `invoice ${invoiceId}`, 'INVOICE_NOT_FOUND');
    if (invoice.customerIdSetting !== undefined || invoice.ownerType !== 'account') {
      return { invoice, policy, account: undefined };
    }
    const account = await billing.readAccount(invoice.ownerId, signal);
    return {
      invoice,
      policy,
      account: toBillingAccount(billingValueOf(account, `account ${invoice.ownerId}`, 'ACCOUNT_NOT_FOUND')),
    };
  };
}
