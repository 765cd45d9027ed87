import { createHash } from 'node:crypto';

/**
 * The key of one refund (`X-Refund-Idempotency`, 10 or more of `[A-Za-z0-9_-]`), also its receipt.
 * @param refundTry how many refunds of the payment with this cause are listed before it, failed or counted
 */
export function refundKeyFor(
  connection: string,
  paymentId: string,
  cause: string,
  refundTry: number,
): string {
  // As JSON, so that no two lists of parts make the same text.
  const parts = JSON.stringify([connection, paymentId, cause, refundTry]);
  return `por_${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}
