import { createHash } from 'node:crypto';
import type { ParsedPaymentForm, ParsedSubmitPaymentRequest } from '../contracts/requests.js';

/** JSON with sorted keys: equal content has equal text, whatever order the caller wrote it in. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${entries.join(',')}}`;
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** A hash of a whole card number could be reversed by trying all of them, and CVVs are only a thousand. */
function withoutCardSecrets(payment: ParsedPaymentForm): unknown {
  if (payment.method !== 'card') return payment;
  const { number, expiry_month, expiry_year, name } = payment.card;
  return { ...payment, card: { last4: number.slice(-4), expiry_month, expiry_year, name } };
}

/**
 * Hash over everything the caller said about this attempt. `replace` is not part of it: it says when the attempt may
 * be made, not what it is, and a caller adds it after a refusal.
 */
export function contentHash({ payment, order, retryOf }: ParsedSubmitPaymentRequest): string {
  return sha256({ payment: withoutCardSecrets(payment), order, retryOf });
}

/** Hash over the order options; undefined when the caller said nothing of them. */
export function orderHash({ order }: ParsedSubmitPaymentRequest): string | undefined {
  return order === undefined ? undefined : sha256(order);
}
