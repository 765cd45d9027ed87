import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { notApplicable } from './errors.js';
import { bodyOf, queryOf } from './request.js';
import type { Account } from './state.js';

/** Basic auth with key id and secret. Throws the 401 texts that users report. */
export function requireKey(account: Account, request: FastifyRequest): void {
  const { keyId, secret } = basicAuth(request);
  if (secret === '') throw notApplicable(401, 'Authentication failed');
  if (!equal(keyId, account.keyId)) throw notApplicable(401, 'The api key provided is invalid');
  if (!equal(secret, account.keySecret)) throw notApplicable(401, 'The api secret provided is invalid');
}

/** Basic auth with the key id alone, as the Methods API asks for it; the official clients send the secret, too. */
export function requireKeyId(account: Account, request: FastifyRequest): void {
  const { keyId, secret } = basicAuth(request);
  if (secret !== '') return requireKey(account, request);
  if (!equal(keyId, account.keyId)) throw notApplicable(401, 'The api key provided is invalid');
}

function basicAuth(request: FastifyRequest): { readonly keyId: string; readonly secret: string } {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic' || encoded === undefined) throw notApplicable(401, 'Authentication failed');
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = given.indexOf(':');
  if (colon < 0) throw notApplicable(401, 'Authentication failed');
  return { keyId: given.slice(0, colon), secret: given.slice(colon + 1) };
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
