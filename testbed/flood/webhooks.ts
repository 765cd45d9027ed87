import { createHash } from 'node:crypto';
import { signWebhook } from '../../providers/razorpay/signatures.js';
import { orderSnapshot, webhookPayment } from '../simulator/razorpay/snapshots.js';
import type { OpenInvoice } from './open-invoices.js';

/** One delivery: what stands in the request. */
export interface Webhook {
  readonly eventId: string;
  readonly body: string;
  readonly signature: string;
}

/** All deliveries, in the order in which they are to be sent. */
export interface Flood {
  /** Those that claim the money is there while it is not. */
  readonly early: readonly Webhook[];
  /** Those that come after the customers have paid. */
  readonly late: readonly Webhook[];
}

/** An event that makes nobody look comes last: every invoice has one that does. */
const kinds = ['order.paid', 'payment.captured', 'payment.authorized'] as const;

/** Of the events of one invoice, one in five comes after the payment, and one at least. */
const LATE_SHARE = 5;

/**
 * Half as many events as deliveries, dealt out over the invoices; each is delivered twice with the same event id, body
 * and signature. Shuffled, the same way each time.
 */
export function makeFlood(
  invoices: readonly OpenInvoice[],
  options: {
    readonly webhooks: number;
    readonly secret: string;
    readonly accountId: string;
    /** Unix seconds. */
    readonly now: number;
  },
): Flood {
  const { webhooks, secret, accountId, now } = options;
  const early: Webhook[] = [];
  const late: Webhook[] = [];
  const events = webhooks / 2;
  invoices.forEach((invoice, position) => {
    const own = Math.ceil((events - position) / invoices.length);
    const lateOnes = Math.max(1, Math.floor(own / LATE_SHARE));
    for (let index = 0; index < own; index += 1) {
      const isLate = index < lateOnes;
      const kind = kinds[(isLate ? index : index - lateOnes) % kinds.length] ?? 'order.paid';
      const body = JSON.stringify({
        ...{ entity: 'event', account_id: accountId, event: kind },
        ...contentOf(kind, invoice),
        created_at: now + index,
      });
      const eventId = `flood${String(position)}x${String(index)}`;
      const webhook = { eventId, body, signature: signWebhook(body, secret) };
      (isLate ? late : early).push(webhook, webhook);
    }
  });
  return { early: shuffled(early), late: shuffled(late) };
}

/** What Razorpay would send if the customer had paid. */
function contentOf(kind: (typeof kinds)[number], { order, payment }: OpenInvoice): object {
  const isCaptured = kind !== 'payment.authorized';
  const paid = {
    ...webhookPayment(payment),
    ...{ status: isCaptured ? 'captured' : 'authorized', captured: isCaptured },
  };
  if (kind !== 'order.paid') return { contains: ['payment'], payload: { payment: { entity: paid } } };
  const { amount } = order.entity;
  const ordered = {
    ...orderSnapshot(order, new Set()),
    ...{ status: 'paid', amount_paid: amount, amount_due: 0 },
  };
  return {
    contains: ['payment', 'order'],
    payload: { payment: { entity: paid }, order: { entity: ordered } },
  };
}

function shuffled(webhooks: readonly Webhook[]): Webhook[] {
  const rank = (text: string): string => createHash('sha256').update(text).digest('hex');
  return webhooks
    .map((webhook, index) => ({ webhook, rank: rank(`${webhook.eventId} ${String(index)}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ webhook }) => webhook);
}
