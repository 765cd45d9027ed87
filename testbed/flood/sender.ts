import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { inLanes } from './lanes.js';
import type { Webhook } from './webhooks.js';

/** Razorpay's patience with one delivery; milliseconds. */
const ANSWER_WITHIN_MS = 5_000;
/** Razorpay's own first retry comes after 6 s; wall-clock milliseconds. */
const RETRY_AFTER_MS = 1_000;
const TRIES = 10;

/** What Razorpay tries again and this flood forgives: Temporal was away, or nobody answered. */
const again: ReadonlySet<string> = new Set(['503', 'timeout', 'dropped']);

export interface Sender {
  /** Sends them all, and again those that are answered 503 or not at all. */
  send(webhooks: readonly Webhook[]): Promise<void>;
  /** How often each answer came, by status; `timeout` or `dropped` without one. */
  readonly answers: ReadonlyMap<string, number>;
  /** Deliveries that never got their 200. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** Posts to the receiver as Razorpay does. */
export function createSender(webhookUrl: string, lanes: number): Sender {
  const { origin, pathname: path } = new URL(webhookUrl);
  const pool = new Pool(origin, { connections: lanes });
  const answers = new Map<string, number>();
  const refused: string[] = [];

  async function post({ body, eventId, signature }: Webhook): Promise<string> {
    try {
      const answer = await pool.request({
        ...{ method: 'POST', path, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) },
        headers: {
          'content-type': 'application/json',
          'x-razorpay-event-id': eventId,
          'x-razorpay-signature': signature,
        },
      });
      await answer.body.dump();
      return String(answer.statusCode);
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'dropped';
    }
  }

  async function deliver(webhook: Webhook): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const answer = await post(webhook);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (answer === '200') return;
      if (!again.has(answer) || tries === TRIES) {
        refused.push(`webhook ${webhook.eventId} was answered ${answer}`);
        return;
      }
      await wait(RETRY_AFTER_MS);
    }
  }

  return {
    send: (webhooks) => inLanes(webhooks, lanes, deliver),
    ...{ answers, refused },
    close: () => pool.close(),
  };
}
