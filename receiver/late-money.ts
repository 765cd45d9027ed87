import type { CollectionResult } from '../contracts/collection.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { isOutcome } from '../client/attribute-values.js';
import type { ReceiverDeps } from './deps.js';
import type { HintEvent, WebhookSubject } from './webhook-body.js';

/** Events that tell of money, not of the fate of an attempt. */
const moneyEvents: readonly HintEvent[] = [
  'payment.authorized',
  'payment.captured',
  'order.paid',
  'invoice.paid',
];

/** What became of an event that no running collection took. */
export type LateResult = 'stray' | 'already_counted' | 'nobody';

/**
 * Money of a collection that has ended, or of one that nobody knows: a workflow finds out whose it is. None is started for
 * what the ended collection has counted, since `order.paid` often arrives after the end, and none for what cannot be ours.
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
  const { paymentId } = subject;
  if (paymentId === undefined || !moneyEvents.includes(event)) return 'nobody';
  if (closed === undefined && !mayBeOurs(connection, subject)) return 'nobody';
  if (closed !== undefined) {
    const counted = await client.withDeadline(clock.now() + limits.temporalMs, () => wasCounted(closed));
    if (counted) return 'already_counted';
  }
  await orchestrator.reportStrayPayment({ connection, paymentId });
  return 'stray';

  /** Its search attributes tell most of the time; its result, when several payments were made and one of them may have failed. */
  async function wasCounted(workflowId: string): Promise<boolean> {
    const handle = client.workflow.getHandle<() => Promise<CollectionResult>>(workflowId);
    const { typedSearchAttributes: attributes, status } = await handle.describe();
    const outcome = attributes.get(keys.outcome);
    const seen = attributes.get(keys.paymentIds) ?? [];
    if (status.name !== 'COMPLETED' || !isOutcome(outcome) || !seen.includes(paymentId ?? '')) return false;
    if (outcome === 'paid' && seen.length === 1) return true;
    const { keptPaymentIds = [] } = await handle.result();
    return keptPaymentIds.includes(paymentId ?? '');
  }
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
