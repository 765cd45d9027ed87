import type { ClosingCause } from '../../contracts/collection.js';
import type { Collection } from './collection.js';
import { refuseSubmissions } from './end.js';

/** From here on no attempt is accepted; the hosted page is switched off, and what is under way is waited out. */
export async function close(collection: Collection, because: ClosingCause): Promise<void> {
  const { connection, invoiceId, data } = collection;
  data.closing = { because, since: collection.now() };
  data.quietLooks = 0;
  refuseSubmissions(collection, because === 'paid' ? 'ALREADY_PAID' : 'COLLECTION_CLOSING', because);
  for (const { razorpayInvoiceId } of data.rounds) {
    if (razorpayInvoiceId === undefined) continue;
    try {
      await collection.activities.razorpay.cancelPaymentRequest.executeWithOptions(
        { summary: `cancel ${razorpayInvoiceId}` },
        [{ connection, invoiceId, razorpayInvoiceId }],
      );
      collection.lastLookWasLocal = false;
    } catch {
      // It stays payable until it expires; closing waits for what it may still bring.
    }
  }
}
