import { cancellationSignal } from '@temporalio/activity';
import type { BillingAccount } from '../contracts/billing.js';
import type { HeldReason } from '../contracts/held-reasons.js';
import { razorpayIdPatterns } from '../contracts/ids.js';
import { noteKeys } from '../contracts/names.js';
import type { Notes } from '../contracts/payment-request.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { Refusal } from '../providers/razorpay/errors.js';
import type { RazorpayCustomer } from '../providers/razorpay/schemas.js';
import { refused } from './answers.js';
import { agrees, detailsOf } from './customer-details.js';

/** Notes hold at most 256 characters (reference: notes). */
const NOTE_MAX = 256;

/** Result of {@link ensureCustomer}. */
export type EnsuredCustomer =
  | {
      readonly kind: 'customer';
      readonly customerId: string;
      readonly change: 'created' | 'adopted' | 'updated' | 'kept';
    }
  | { readonly kind: 'held'; readonly reason: HeldReason; readonly detail: string };

/**
 * Razorpay: the account's customer. The one in the setting is kept; without a setting one is created, or the one that
 * has this e-mail or phone is adopted, if its notes say that it belongs to the same Togai customer.
 */
export function ensureCustomer(razorpay: RazorpayClient, account: BillingAccount): Promise<EnsuredCustomer> {
  const { customerIdSetting: setting } = account;
  return setting === undefined ? create(razorpay, account) : keep(razorpay, account, setting);
}

async function keep(razorpay: RazorpayClient, account: BillingAccount, id: string): Promise<EnsuredCustomer> {
  // Togai's Verifone integration writes its ids into the same setting.
  if (!razorpayIdPatterns.customer.test(id)) {
    return { kind: 'held', reason: 'customer_id_invalid', detail: `account ${account.accountId}` };
  }
  const answer = await razorpay.fetchCustomer(id, cancellationSignal());
  if (!answer.ok) {
    if (answer.refusal.status !== 400) throw refused(answer.refusal, `customer ${id}`);
    return { kind: 'held', reason: 'customer_unknown_at_razorpay', detail: id };
  }
  return bringUpToDate(razorpay, account, answer.value, 'kept');
}

async function create(razorpay: RazorpayClient, account: BillingAccount): Promise<EnsuredCustomer> {
  const { accountId, email, contact } = account;
  if (email === undefined && contact === undefined) {
    return { kind: 'held', reason: 'customer_without_contact', detail: `account ${accountId}` };
  }
  const answer = await razorpay.createCustomer({
    ...detailsOf(account),
    fail_existing: '0',
    notes: notesOf(account),
  });
  if (!answer.ok) return detailsRefused(answer.refusal, `account ${accountId}`);
  const { id, notes } = answer.value;
  if (notes[noteKeys.accountId] === accountId)
    return bringUpToDate(razorpay, account, answer.value, 'created');
  // Shared within one Togai customer only, and its details stay as the account that made it has them. Two accounts
  // whose Togai customer is not told have nothing in common.
  const { togaiCustomerId } = account;
  if (togaiCustomerId !== undefined && notes[noteKeys.togaiCustomerId] === togaiCustomerId) {
    return { kind: 'customer', customerId: id, change: 'adopted' };
  }
  return { kind: 'held', reason: 'customer_of_another_account', detail: id };
}

/** Carries changed details over, but only to the customer that was made for this very account. */
async function bringUpToDate(
  razorpay: RazorpayClient,
  account: BillingAccount,
  customer: RazorpayCustomer,
  unchanged: 'created' | 'kept',
): Promise<EnsuredCustomer> {
  const details = detailsOf(account);
  const ours = customer.notes[noteKeys.accountId] === account.accountId;
  if (!ours || agrees(customer, details))
    return { kind: 'customer', customerId: customer.id, change: unchanged };
  const answer = await razorpay.editCustomer(customer.id, details);
  if (answer.ok) return { kind: 'customer', customerId: customer.id, change: 'updated' };
  // The new e-mail or phone is another customer's; Razorpay says so in words only.
  if (/already exists/i.test(answer.refusal.description)) {
    return { kind: 'held', reason: 'customer_of_another_account', detail: customer.id };
  }
  return detailsRefused(answer.refusal, customer.id);
}

function detailsRefused({ field, reason, status }: Refusal, who: string): EnsuredCustomer {
  const detail = `${who}: ${field ?? reason ?? 'no field named'} (${String(status)})`;
  return { kind: 'held', reason: 'customer_details_refused', detail };
}

/**
 * The name is the one the account had when its customer was made, and it stays that: Razorpay's edit of a customer takes
 * name, e-mail and contact only (reference: customers), so a later name reaches the customer's own field and no note.
 */
function notesOf({ accountId, togaiCustomerId, originalName }: BillingAccount): Notes {
  return {
    [noteKeys.accountId]: accountId,
    ...(togaiCustomerId === undefined ? {} : { [noteKeys.togaiCustomerId]: togaiCustomerId }),
    [noteKeys.customerName]: Array.from(originalName).slice(0, NOTE_MAX).join(''),
  };
}
