import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { notApplicable } from './errors.js';
import { bodyOf, queryOf } from './request.js';
import type { Account } from './state.js';

/** Basic auth with key id and secret. Throws the 401 texts that users report. */
export function requireKey(account: Account, request: FastifyRequest): void {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic' || encoded === undefined) throw notApplicable(401, 'Authentication failed');
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = given.indexOf(':');
  if (colon < 0 || colon === given.length - 1) throw notApplicable(401, 'Authentication failed');
  if (!equal(given.slice(0, colon), account.keyId)) {
    throw notApplicable(401, 'The api key provided is invalid');
  }
  if (!equal(given.slice(colon + 1), account.keySecret)) {
    throw notApplicable(401, 'The api secret provided is invalid');
  }
}

/** For the URLs a browser may call: Basic auth, or the key id alone in query or body. */
export function requireKeyOrPublicKey(account: Account, request: FastifyRequest): void {
  if (request.headers.authorization !== undefined) {
    requireKey(account, request);
    return;
  }
  const keyId = queryOf(request).key_id ?? bodyOf(request).key_id;
  if (keyId !== account.keyId) throw notApplicable(401, 'The api key provided is invalid');
}

/** The checkout signature: hex HMAC-SHA256 of `order_id|payment_id` with the key secret. */
export function checkoutSignature(account: Account, orderId: string, paymentId: string): string {
  return createHmac('sha256', account.keySecret).update(`${orderId}|${paymentId}`).digest('hex');
}

function equal(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
