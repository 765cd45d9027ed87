import type { BillingAccount, BillingInvoice } from '../../contracts/billing.js';
import type { CollectionResult } from '../../contracts/collection.js';
import { razorpayIdPatterns } from '../../contracts/ids.js';
import { collectability } from '../../domain/collectable.js';
import { MINUTE } from '../../domain/clock.js';
import { syncCustomer } from '../customer.js';
import type { Collection } from './collection.js';
import { codeOf, heldFor, textOf } from './failures.js';
import { end, refuseSubmissions } from './end.js';

/** Reads the invoice and makes sure of its customer; ends the collection at once when there is nothing to collect. */
export async function open(collection: Collection): Promise<CollectionResult | undefined> {
  collection.takeHints();
  const account = await readInvoice(collection);
  if (account === 'held') return undefined;
  if (account === 'invoice_not_found' || account === 'unknown_connection')
    return end(collection, 'failed', account);
  const { data } = collection;
  const { invoice } = data;
  if (!invoice) throw new Error('An invoice that was read is known');

  const verdict = collectability(invoice, data.recordedByUs);
  switch (verdict.kind) {
    case 'nothing':
      return end(collection, 'nothing_to_collect', verdict.reason);
    case 'wait':
      return collection.waitFor('opening', verdict.reason, collection.now() + MINUTE);
    case 'hold':
      return holdOpening(collection, verdict.held, verdict.detail);
    case 'collect':
      data.target = verdict.target;
  }
  data.customerId = await makeSureOfCustomer(collection, invoice, account);
  if (data.customerId === undefined) return undefined;
  data.ready = true;
  // A payment request finds its own earlier tries by receipt when it is issued.
  if (data.mode === 'payment_request') collection.discover = false;
  return collection.waitFor('awaiting_attempt', 'caller_submits_a_payment', collection.now());
}

type ReadInvoice = BillingAccount | 'held' | 'invoice_not_found' | 'unknown_connection' | undefined;

/**
 * Reads invoice and policy.
 * @returns the account when it came along; `held` when a person has to help first; the two others only before anything
 * was ever known of the invoice, so that there is nothing to wait for
 */
export async function readInvoice(collection: Collection): Promise<ReadInvoice> {
  const { connection, invoiceId, data, activities } = collection;
  try {
    const read = await activities.togai.readInvoice.executeWithOptions(
      { summary: `read invoice ${invoiceId}` },
      [{ connection, invoiceId }],
    );
    collection.lastLookWasLocal = false;
    collection.invoiceIsFresh = true;
    data.policy ??= read.policy;
    data.mode ??= read.policy.mode;
    data.invoice = read.invoice;
    return read.account;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'INVOICE_NOT_FOUND' && !data.invoice) return 'invoice_not_found';
    if (code === 'UNKNOWN_CONNECTION' && !data.invoice) return 'unknown_connection';
    holdOpening(
      collection,
      code === 'INVOICE_NOT_FOUND' ? 'invoice_not_found' : heldFor(error),
      textOf(error),
    );
    return 'held';
  }
}

async function makeSureOfCustomer(
  collection: Collection,
  invoice: BillingInvoice,
  account: BillingAccount | undefined,
): Promise<string | undefined> {
  const setting = invoice.customerIdSetting ?? '';
  if (razorpayIdPatterns.customer.test(setting)) return setting;
  if (setting !== '') return holdOpening(collection, 'customer_id_invalid', `${setting.length} characters`);
  if (!account || invoice.ownerType === 'invoice_group')
    return holdOpening(collection, 'invoice_group_without_customer', invoice.ownerId);
  if (collection.data.policy?.withoutCustomer === 'hold')
    return holdOpening(collection, 'customer_not_synced', account.accountId);
  collection.data.state = 'syncing_customer';
  const synced = await syncCustomer(collection.activities, collection.connection, account);
  if (synced.status === 'synced') return synced.customerId;
  return holdOpening(collection, synced.reason, synced.detail);
}

function holdOpening(collection: Collection, ...[reason, detail]: Parameters<Collection['hold']>): undefined {
  collection.hold(reason, detail);
  refuseSubmissions(collection, 'COLLECTION_HELD', `${reason}: ${detail}`);
}
