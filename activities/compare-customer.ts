import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { razorpayIdPatterns } from '../contracts/ids.js';
import { noteKeys } from '../contracts/names.js';
import { refused } from './answers.js';
import { connectionOf } from './connection.js';
import { agrees, detailsOf } from './customer-details.js';
import type { ActivityDependencies } from './dependencies.js';
import { readAccount } from './read-account.js';

/**
 * Both: whether an account's details are still those of its customer. A customer that was made for another account of ours
 * is shared, and keeps that account's details.
 */
export function compareCustomer(dependencies: ActivityDependencies): Activities['compareCustomer'] {
  return async ({ connection, accountId }) => {
    const { razorpay, billing } = connectionOf(dependencies, connection);
    const account = await readAccount(billing, accountId);
    const { customerIdSetting: id } = account;
    // Emptied since it was listed: the next run lists it.
    if (id === undefined || !razorpayIdPatterns.customer.test(id)) return 'same';
    const answer = await razorpay.fetchCustomer(id, cancellationSignal());
    if (!answer.ok && answer.refusal.status === 400) return 'unknown';
    if (!answer.ok) throw refused(answer.refusal, `customer ${id}`);
    const madeFor = answer.value.notes[noteKeys.accountId];
    if (madeFor !== undefined && madeFor !== accountId) return 'same';
    if (agrees(answer.value, detailsOf(account))) return 'same';
    return madeFor === undefined ? 'differs' : 'changed';
  };
}
