import type { StrayOwner } from '../contracts/stray-payment.js';
import type { ConnectionActivities } from './activity-options.js';

/** Whose a payment is that no collection has seen, as far as its order and its notes tell. */
export function ownerOf(
  { connection, activities }: { readonly connection: string; readonly activities: ConnectionActivities },
  paymentId: string,
): Promise<StrayOwner> {
  return activities.razorpay.findOwner.executeWithOptions({ summary: `whose is ${paymentId}` }, [
    { connection, paymentId },
  ]);
}
