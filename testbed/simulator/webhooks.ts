import { createHmac, randomInt } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Scheduled, SimulatorClock, WebhookSender } from './frame.js';
import { idGenerator, type IdGenerator } from './razorpay/ids.js';
import {
  answerTimeoutMs,
  gapAfter,
  giveUpAfterMs,
  isDelivered,
  quickGapMs,
  retriesAtOnce,
  type DeliveryResult,
} from './webhook-ladder.js';

/** One delivery as it happened. `at` is business time in Unix milliseconds; `attempt` counts from 1. */
export interface WebhookDelivery {
  readonly eventId: string;
  readonly event: string;
  readonly attempt: number;
  readonly at: number;
  readonly result: DeliveryResult;
}

/** How the sender is set up. Without `url` webhooks are off. */
export interface WebhookSenderOptions {
  readonly url?: string;
  readonly secret: string;
  readonly clock: SimulatorClock;
  readonly accountId: string;
  /** Events ticked in the dashboard; default: all. */
  readonly subscribed?: readonly string[];
  readonly newId?: IdGenerator;
  /** How many deliveries are kept for looking at. Default 10,000. */
  readonly keep?: number;
  readonly onDelivery?: (delivery: WebhookDelivery) => void;
}

/** The sender with what a dashboard would offer. */
export interface ManagedWebhooks extends WebhookSender {
  status(): {
    readonly url: string | null;
    readonly enabled: boolean;
    readonly pending: number;
    readonly skipped: number;
  };
  /** The latest deliveries, oldest first. */
  deliveries(): readonly WebhookDelivery[];
  /** Another URL (undefined: webhooks off) or secret. Events already made keep the signature they have, as at Razorpay. */
  configure(change: { readonly url?: string | undefined; readonly secret?: string }): void;
  enable(): void;
  /** As Razorpay does after 24 hours of failure: nothing more is sent, also no waiting retry. */
  disable(): void;
  close(): Promise<void>;
}

interface PendingEvent {
  readonly id: string;
  readonly event: string;
  readonly body: string;
  readonly signature: string;
  readonly madeAtMs: number;
  attempts: number;
  step: number;
  next: Scheduled | undefined;
}

/** Sends webhooks to one URL. Retries wait in business time, the 5 s for an answer are real. */
export function createWebhookSender(options: WebhookSenderOptions): ManagedWebhooks {
  const { clock } = options;
  const newId = options.newId ?? idGenerator(randomInt(2 ** 31));
  const keep = options.keep ?? 10_000;
  const subscribed = options.subscribed === undefined ? undefined : new Set(options.subscribed);
  const agent = new Agent({ connections: 64, connect: { timeout: answerTimeoutMs } });
  const pending = new Set<PendingEvent>();
  let recorded: WebhookDelivery[] = [];
  let url = options.url;
  let secret = options.secret;
  let enabled = true;
  let skipped = 0;

  function record(delivery: WebhookDelivery): void {
    recorded.push(delivery);
    if (recorded.length > 2 * keep) recorded = recorded.slice(-keep);
    options.onDelivery?.(delivery);
  }

  async function post(target: string, item: PendingEvent): Promise<DeliveryResult> {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    try {
      const answer = await request(target, {
        method: 'POST',
        dispatcher: agent,
        signal,
        body: item.body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Razorpay-Webhook/v1',
          'accept-encoding': 'gzip',
          'x-razorpay-signature': item.signature,
          'x-razorpay-event-id': item.id,
          'request-id': item.id,
        },
      });
      await answer.body.dump();
      return { kind: 'answered', status: answer.statusCode };
    } catch {
      return signal.aborted ? { kind: 'timeout' } : { kind: 'dropped' };
    }
  }

  function disable(): void {
    enabled = false;
    for (const item of pending) item.next?.cancel();
    pending.clear();
  }

  function giveUp(item: PendingEvent): void {
    if (pending.has(item)) disable();
  }

  function scheduleNext(item: PendingEvent, result: DeliveryResult): void {
    const quick = item.attempts === 1 && retriesAtOnce(item.event, result);
    const gapMs = quick ? quickGapMs : gapAfter(item.step);
    if (!quick) item.step += 1;
    const endMs = item.madeAtMs + giveUpAfterMs;
    const nextMs = gapMs === undefined ? endMs : clock.now() + gapMs;
    item.next = nextMs < endMs ? clock.at(nextMs, () => deliver(item)) : clock.at(endMs, () => giveUp(item));
  }

  async function deliver(item: PendingEvent): Promise<void> {
    if (url === undefined || !pending.has(item)) {
      pending.delete(item);
      return;
    }
    item.attempts += 1;
    const at = clock.now();
    const result = await post(url, item);
    record({ eventId: item.id, event: item.event, attempt: item.attempts, at, result });
    if (isDelivered(result)) pending.delete(item);
    else if (pending.has(item)) scheduleNext(item, result);
  }

  return {
    send(event, payload) {
      if (url === undefined || (subscribed !== undefined && !subscribed.has(event))) return;
      if (!enabled) {
        skipped += 1;
        return;
      }
      const contained = Object.entries(payload);
      const body = JSON.stringify({
        entity: 'event',
        account_id: options.accountId,
        event,
        contains: contained.map(([name]) => name),
        payload: Object.fromEntries(contained.map(([name, entity]) => [name, { entity }])),
        created_at: clock.seconds(),
      });
      const item: PendingEvent = {
        id: newId(''),
        event,
        body,
        signature: createHmac('sha256', secret).update(body).digest('hex'),
        madeAtMs: clock.now(),
        attempts: 0,
        step: 0,
        next: undefined,
      };
      pending.add(item);
      item.next = clock.at(item.madeAtMs, () => deliver(item));
    },
    status: () => ({ url: url ?? null, enabled, pending: pending.size, skipped }),
    deliveries: () => recorded.slice(-keep),
    configure(change) {
      if ('url' in change) url = change.url;
      if (change.secret !== undefined) secret = change.secret;
    },
    enable() {
      enabled = true;
    },
    disable,
    close() {
      disable();
      return agent.destroy();
    },
  };
}
