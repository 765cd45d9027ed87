import { disputeEvents } from '../contracts/razorpay-events.js';
import { latestRun } from '../platform/temporal/latest-run.js';
import type { ReceiverDeps } from './deps.js';
import type { HintEvent, WebhookSubject } from './webhook-body.js';

/** Events that tell of money, come back or disputed too, not of the fate of an attempt. */
const moneyEvents: readonly HintEvent[] = [
  'payment.authorized',
  'payment.captured',
  'order.paid',
  'invoice.paid',
  'refund.failed',
  ...disputeEvents,
];

/** What became of an event that no running collection took. */
export type LateResult = 'stray' | 'already_counted' | 'nobody';

/**
 * Money of a collection that has ended, or of one that nobody knows: a workflow finds out whose it is. None is started for
 * what the ended collection has counted, since `order.paid` often arrives after the end, and none for what cannot be ours.
 * A dispute comes weeks after its payment was counted, and a refund fails days after, when its collection has counted the
 * money as gone: both always start one.
 *
 * @param closed workflow id of the collection that has ended; undefined when none is known
 */
export async function reportLateMoney(
  { client, clock, limits, orchestrator }: ReceiverDeps,
  connection: string,
  event: HintEvent,
  subject: WebhookSubject,
  closed: string | undefined,
): Promise<LateResult> {
  const { paymentId, disputeId } = subject;
  const refundId = event === 'refund.failed' ? subject.refundId : undefined;
  if (paymentId === undefined || !moneyEvents.includes(event)) return 'nobody';
  if (closed === undefined && !mayBeOurs(connection, subject)) return 'nobody';
  if (closed !== undefined && disputeId === undefined && refundId === undefined) {
    const deadline = clock.now() + limits.temporalMs;
    const { counted } = await client.withDeadline(deadline, () => latestRun(client, closed));
    if (counted?.paymentIds.includes(paymentId)) return 'already_counted';
  }
  await orchestrator.reportStrayPayment({
    ...{ connection, paymentId },
    ...(disputeId === undefined ? {} : { disputeId }),
    ...(refundId === undefined ? {} : { refundId }),
  });
  return 'stray';
}

/**
 * False only when the signed body itself says so: no order and no payment request stands behind the payment, or its order
 * has notes, and not ours. The order of a payment request is made by Razorpay and need not have them.
 */
function mayBeOurs(connection: string, subject: WebhookSubject): boolean {
  const { owner, suggestedOwner, orderId, razorpayInvoiceId, tellsOrder } = subject;
  if (owner !== undefined) return owner.connection === connection;
  if (suggestedOwner?.connection === connection || razorpayInvoiceId !== undefined) return true;
  return orderId !== undefined && !tellsOrder;
}
