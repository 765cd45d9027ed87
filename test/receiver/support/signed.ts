import { signWebhook } from '../../../providers/razorpay/signatures.js';

/** What Razorpay sends beside a webhook's body. */
export function signedHeaders(payload: string, secret: string, eventId: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-razorpay-signature': signWebhook(payload, secret),
    'x-razorpay-event-id': eventId,
  };
}

/** Sends an event to connection `acme` of a receiver that listens at this address. */
export function deliver(address: string, event: object, secret: string, eventId: string): Promise<Response> {
  const body = JSON.stringify(event);
  const headers = signedHeaders(body, secret, eventId);
  return fetch(`${address}/webhooks/razorpay/acme`, { method: 'POST', headers, body });
}
