import type { ClosingCause } from '../../contracts/collection.js';
import type { Collection } from './collection.js';
import { refuseSubmissions } from './end.js';

/** From here on no attempt is accepted; the hosted page is switched off, and what is under way is waited out. */
export async function close(collection: Collection, because: ClosingCause): Promise<void> {
  const { data } = collection;
  data.closing = { because, since: collection.now() };
  data.quietLooks = 0;
  refuseSubmissions(collection, because === 'paid' ? 'ALREADY_PAID' : 'COLLECTION_CLOSING', because);
  await cancelRequests(collection);
  // The customer may have paid meanwhile: what is decided next is decided on a look after it.
  collection.lookNow();
}

/** Goes on with the invoice as it is now; a page that was switched off makes room for another. */
export function reopen(collection: Collection): void {
  const { data } = collection;
  data.closing = undefined;
  // Another may be named by now: whatever needs one asks again.
  data.customerId = undefined;
  data.rounds = data.rounds.map((round) =>
    round.razorpayInvoiceId === undefined ? round : { ...round, withdrawn: true },
  );
  collection.waitFor('awaiting_attempt', 'caller_submits_a_payment', collection.now());
}

/** Switches off every hosted page that is known; the look after tells what became of them. */
export async function cancelRequests(collection: Collection): Promise<void> {
  const { connection, invoiceId, data } = collection;
  for (const { razorpayInvoiceId } of data.rounds) {
    if (razorpayInvoiceId === undefined) continue;
    try {
      await collection.activities.razorpay.cancelPaymentRequest.executeWithOptions(
        { summary: `cancel ${razorpayInvoiceId}` },
        [{ connection, invoiceId, razorpayInvoiceId }],
      );
      collection.lastLookWasLocal = false;
    } catch {
      // It stays payable; closing waits, and tries again before each look.
    }
  }
}
