import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lower-case hex HMAC-SHA256, Razorpay's only signature scheme. */
function hmacHex(secret: string, message: string | Uint8Array): string {
  return createHmac('sha256', secret).update(message).digest('hex');
}

function equalInConstantTime(expected: string, received: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What Razorpay writes into `X-Razorpay-Signature` for these raw body bytes. */
export function signWebhook(rawBody: string | Uint8Array, secret: string): string {
  return hmacHex(secret, rawBody);
}

/**
 * True if one of the secrets signed exactly these bytes.
 * @param secrets the current one and, after a change, the previous: retries of old events keep the old signature
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  signature: string,
  secrets: readonly string[],
): boolean {
  // Every secret is tried, so that the time taken tells nothing about which one fits.
  return secrets.map((secret) => equalInConstantTime(hmacHex(secret, rawBody), signature)).includes(true);
}

/** The success form's signature: order id and payment id, keyed with the API key's secret. */
export function signCallback(orderId: string, paymentId: string, keySecret: string): string {
  return hmacHex(keySecret, `${orderId}|${paymentId}`);
}

/** @param orderId from our own records, never from the form (Single Integration API, 1.3) */
export function verifyCallbackSignature(
  orderId: string,
  paymentId: string,
  signature: string,
  keySecret: string,
): boolean {
  return equalInConstantTime(signCallback(orderId, paymentId, keySecret), signature);
}
