import { createHmac, randomInt } from 'node:crypto';
import { Agent } from 'undici';
import {
  corrupt,
  createWebhookFaults,
  forge,
  idsIn,
  subjectOf,
  type RandomWebhookFaults,
  type WebhookFaultKind,
} from './faults/webhook-faults.js';
import type { Scheduled, SimulatorClock, WebhookSender } from './frame.js';
import { idGenerator, type IdGenerator } from './razorpay/ids.js';
import { postWebhook } from './webhook-post.js';
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
  /** What the simulator did to this webhook on purpose. */
  readonly fault?: WebhookFaultKind;
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
  /** Puts names that are the same in every run in the place of generated ids, for faults by seed. */
  readonly stable?: (text: string) => string;
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
  /** Harms webhooks by chance, the same ones for the same seed; undefined: no more. @throws RangeError for a bad plan */
  faults(plan: RandomWebhookFaults | undefined): void;
  faultCounts(): Readonly<Record<WebhookFaultKind, number>>;
  close(): Promise<void>;
}

interface PendingEvent {
  readonly id: string;
  readonly event: string;
  readonly body: string;
  readonly signature: string;
  readonly madeAtMs: number;
  readonly fault: WebhookFaultKind | undefined;
  attempts: number;
  step: number;
  next: Scheduled | undefined;
  /** The older webhook that waits for this one to be delivered first. */
  overtaken: PendingEvent | undefined;
}

const duplicateAfterMs = 1000;
/** A webhook that was to be overtaken and is not comes after this business time all the same. */
const overtakenAtLatestMs = 5 * 60 * 1000;

/** Sends webhooks to one URL. Retries wait in business time, the 5 s for an answer are real. */
export function createWebhookSender(options: WebhookSenderOptions): ManagedWebhooks {
  const { clock } = options;
  const newId = options.newId ?? idGenerator(randomInt(2 ** 31));
  const keep = options.keep ?? 10_000;
  const subscribed = options.subscribed === undefined ? undefined : new Set(options.subscribed);
  const agent = new Agent({ connections: 64, connect: { timeout: answerTimeoutMs } });
  const pending = new Set<PendingEvent>();
  const faults = createWebhookFaults();
  const held = new Map<string, PendingEvent>();
  let recorded: WebhookDelivery[] = [];
  let url = options.url;
  let secret = options.secret;
  let enabled = true;
  let skipped = 0;

  const stable = options.stable ?? ((text: string) => text);

  function record(delivery: WebhookDelivery): void {
    recorded.push(delivery);
    if (recorded.length > 2 * keep) recorded = recorded.slice(-keep);
    options.onDelivery?.(delivery);
  }

  function disable(): void {
    enabled = false;
    for (const item of pending) item.next?.cancel();
    pending.clear();
    held.clear();
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
    // What is damaged on the way is whole again when it is sent again.
    const damaged = item.fault === 'corrupted' && item.attempts === 1;
    const result = await postWebhook(agent, url, { ...item, body: damaged ? corrupt(item.body) : item.body });
    const { id: eventId, event, attempts: attempt, fault } = item;
    record({ eventId, event, attempt, at, result, ...(fault === undefined ? {} : { fault }) });
    const { overtaken } = item;
    item.overtaken = undefined;
    if (overtaken?.attempts === 0 && pending.has(overtaken)) start(overtaken, 0);
    if (isDelivered(result) || fault === 'forged') pending.delete(item);
    else if (pending.has(item)) scheduleNext(item, result);
  }

  function start(item: PendingEvent, afterMs: number): void {
    item.next?.cancel();
    pending.add(item);
    item.next = clock.at(clock.now() + afterMs, () => deliver(item));
  }

  /** Delivers the webhook as its fault wants it. */
  function launch(item: PendingEvent, payload: Readonly<Record<string, object>>): void {
    const subject = subjectOf(payload);
    item.overtaken = held.get(subject);
    held.delete(subject);
    switch (item.fault) {
      case 'lost':
        if (item.overtaken !== undefined) held.set(subject, item.overtaken);
        return;
      case 'delayed':
        start(item, faults.delayMs());
        return;
      case 'reordered':
        held.set(subject, item);
        start(item, overtakenAtLatestMs);
        return;
      case 'duplicated':
        start({ ...item, overtaken: undefined }, duplicateAfterMs);
        break;
      case 'stale':
        // Another event id, so that the receiver cannot know it from a new one.
        start({ ...item, id: newId(''), overtaken: undefined }, faults.delayMs());
        break;
      case 'forged': {
        const envelope = { accountId: options.accountId, createdAt: clock.seconds() };
        start({ ...item, ...forge(payload, envelope), id: newId(''), overtaken: undefined }, 0);
        start({ ...item, fault: undefined }, 0);
        return;
      }
      case 'corrupted':
      case undefined:
        break;
    }
    start(item, 0);
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
        fault: faults.take(stable(`${event} ${idsIn(payload).join(' ')}`)),
        attempts: 0,
        step: 0,
        next: undefined,
        overtaken: undefined,
      };
      launch(item, payload);
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
    faults: (plan) => faults.plan(plan),
    faultCounts: () => faults.counts(),
    close() {
      disable();
      return agent.destroy();
    },
  };
}
