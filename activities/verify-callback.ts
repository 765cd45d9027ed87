import type { Activities } from '../contracts/activities.js';
import { verifyCallbackSignature } from '../providers/razorpay/signatures.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/** Checks a success form against the orders we know: the order id that counts is ours, the form only names it. */
export function verifyCallback(dependencies: ActivityDependencies): Activities['verifyCallback'] {
  return ({ connection, orderIds, fields }) => {
    const { keySecret } = connectionOf(dependencies, connection);
    const ours = orderIds.find((orderId) => orderId === fields.razorpay_order_id);
    return Promise.resolve(
      ours !== undefined &&
        verifyCallbackSignature(ours, fields.razorpay_payment_id, fields.razorpay_signature, keySecret),
    );
  };
}
