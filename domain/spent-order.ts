import type { RazorpayFacts } from '../contracts/facts.js';
import { wasCaptured } from './sums.js';

/**
 * Razorpay calls an order paid once its payment is captured, also when the money goes back, and takes none on it any more
 * (`order_already_paid`). One that takes partial payments is paid when all of it is, which the amounts tell.
 */
export function isSpent(orderId: string | undefined, { orders }: RazorpayFacts): boolean {
  const order = orders.find((candidate) => candidate.orderId === orderId);
  if (!order || order.partialPayment) return false;
  return order.payments.some((payment) => wasCaptured(payment) && !payment.neverCaptured);
}
