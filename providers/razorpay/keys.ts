import { createHash } from 'node:crypto';

/**
 * The receipt of a round's order and payment request: `po_` and 32 hex digits, within Razorpay's 40 characters. The
 * connection is part of it because two connections may share a Razorpay account.
 */
export function receiptFor(connection: string, invoiceId: string, round: number): string {
  return `po_${digest('receipt', connection, invoiceId, String(round))}`;
}

/**
 * The key of one refund (`X-Refund-Idempotency`, 10 or more of `[A-Za-z0-9_-]`), also its receipt.
 * @param refundTry rises only after a refund listed as failed or a confirmed refusal
 */
export function refundKeyFor(
  connection: string,
  paymentId: string,
  cause: string,
  refundTry: number,
): string {
  return `po_${digest('refund', connection, paymentId, cause, String(refundTry))}`;
}

/** The parts are joined as JSON, so that no two lists of parts make the same text. */
function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
