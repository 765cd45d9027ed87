import type { ConnectionConfig } from '../platform/config/config.js';
import type { ReceiverConnection } from './deps.js';

/** The part of a connection's configuration that the receiver needs. */
export function toReceiverConnection({
  name,
  razorpay,
  togai,
  returnUrl,
}: ConnectionConfig): ReceiverConnection {
  const previous = razorpay.webhookSecretPrevious;
  return {
    name,
    webhookSecrets: [razorpay.webhookSecret, ...(previous === undefined ? [] : [previous])],
    keySecret: razorpay.keySecret,
    togaiSecret: togai.webhookSecret,
    returnUrl,
  };
}
