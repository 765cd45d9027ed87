import { createHmac } from 'node:crypto';
import { createChance, type Chance, type ChancePlan } from './chance.js';

/** What may happen to a webhook. `docs/simulator.md` says what the receiver sees of each. */
export const webhookFaultKinds = [
  'lost',
  'delayed',
  'duplicated',
  'reordered',
  'stale',
  'corrupted',
  'forged',
] as const;

export type WebhookFaultKind = (typeof webhookFaultKinds)[number];

/** Webhook faults by chance; with probability 1 and one kind: every webhook. */
export interface RandomWebhookFaults extends ChancePlan<WebhookFaultKind> {
  /** How late, in business milliseconds, `delayed` and `stale` deliveries are. Default one hour. */
  readonly delayMs?: number;
}

/** Chooses which webhooks come to harm. */
export interface WebhookFaults {
  plan(plan: RandomWebhookFaults | undefined): void;
  /** The harm for this webhook, counted. @param identity the same text for the same webhook in another run */
  take(identity: string): WebhookFaultKind | undefined;
  delayMs(): number;
  counts(): Readonly<Record<WebhookFaultKind, number>>;
}

const defaultDelayMs = 3600 * 1000;

/** No harm until a plan is given. */
export function createWebhookFaults(): WebhookFaults {
  const counts = new Map<WebhookFaultKind, number>();
  let chance: Chance<WebhookFaultKind> | undefined;
  let delayMs = defaultDelayMs;
  return {
    plan(plan) {
      chance = plan === undefined ? undefined : createChance(plan);
      delayMs = plan?.delayMs ?? defaultDelayMs;
    },
    take(identity) {
      const kind = chance?.draw(identity)?.kind;
      if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return kind;
    },
    delayMs: () => delayMs,
    counts() {
      const of = (kind: WebhookFaultKind): number => counts.get(kind) ?? 0;
      return {
        lost: of('lost'),
        delayed: of('delayed'),
        duplicated: of('duplicated'),
        reordered: of('reordered'),
        stale: of('stale'),
        corrupted: of('corrupted'),
        forged: of('forged'),
      };
    },
  };
}

/** The ids of the entities that a webhook contains. */
export function idsIn(payload: Readonly<Record<string, object>>): readonly string[] {
  return Object.values(payload).map((entity) => ('id' in entity ? String(entity.id) : ''));
}

/** What webhooks overtake each other about: the payment, or whatever else stands first. */
export function subjectOf(payload: Readonly<Record<string, object>>): string {
  const { payment } = payload;
  return idsIn(payment === undefined ? payload : { payment })[0] ?? '';
}

/** The body with another amount in it, or, where there is none, about another account. Never the same text. */
export function corrupt(body: string): string {
  const altered = body.replace(/"amount":(\d+)/, '"amount":9$1');
  return altered === body ? body.replace('"account_id":"', '"account_id":"x') : altered;
}

/** A capture that never was, about the same payment or order, signed by somebody who has no secret. */
export function forge(
  payload: Readonly<Record<string, object>>,
  envelope: { readonly accountId: string; readonly createdAt: number },
): { readonly event: string; readonly body: string; readonly signature: string } {
  const event = 'payment.captured';
  const { payment, order } = payload;
  const orderFields = order !== undefined && 'id' in order ? { order_id: order.id } : {};
  const claimed = {
    id: 'pay_Forged00000001',
    entity: 'payment',
    amount: 100,
    currency: 'INR',
    ...orderFields,
    ...payment,
    status: 'captured',
    captured: true,
  };
  const body = JSON.stringify({
    entity: 'event',
    account_id: envelope.accountId,
    event,
    contains: ['payment'],
    payload: { payment: { entity: claimed } },
    created_at: envelope.createdAt,
  });
  return { event, body, signature: createHmac('sha256', 'not the secret').update(body).digest('hex') };
}
