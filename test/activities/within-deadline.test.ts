import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { handOver } from '../../activities/hand-over.js';
import { hintCollection, standingsOf, startCollection } from '../../activities/reconcile-temporal.js';
import { SECOND } from '../../domain/clock.js';

/** Temporal's client as a worker has it: a call that has no time left fails at once. */
function clientOf(told: Map<string, number>): Client {
  let leftMs = 0;
  const called = (name: string) => (): Promise<unknown> => {
    if (leftMs <= 0) return Promise.reject(new Error('deadline exceeded'));
    told.set(name, leftMs);
    return Promise.resolve({ status: { name: 'RUNNING' }, typedSearchAttributes: { get: () => undefined } });
  };
  const workflow = {
    ...{ signalWithStart: called('signalWithStart'), start: called('start') },
    getHandle: () => ({ signal: called('signal'), describe: called('describe') }),
  };
  const client = {
    workflow,
    withAbortSignal: (_signal: AbortSignal, call: () => Promise<unknown>) => call(),
    withDeadline: (deadline: Date, call: () => Promise<unknown>) => {
      leftMs = deadline.getTime() - Date.now();
      return call();
    },
  };
  return client as unknown as Client;
}

const about = { connection: 'acme', invoiceId: 'inv-1' };
const start = { ...about, time: undefined, now: 0, taskQueue: 'workflows' };
const stray = { paymentId: 'pay_1', orderId: undefined, accepted: false };
const hint = { evidence: 'reconciliation', event: 'payment.captured' } as const;

test.each([
  ['signalWithStart', () => handOver()({ ...start, ...stray, accepted: true })],
  ['signal', () => hintCollection()({ ...about, hint })],
  ['start', () => startCollection()({ ...start, mode: 'direct', late: false })],
  ['describe', () => standingsOf()({ connection: 'acme', invoiceIds: ['inv-1'] })],
] as [string, () => Promise<unknown>][])(
  'a %s of Temporal has ten seconds, however long its try waited in the queue',
  async (call, activity) => {
    // The server's clock tells when a try was scheduled; it may be ahead of the worker's.
    for (const waited of [30 * SECOND, 0, -30 * SECOND]) {
      const told = new Map<string, number>();
      const info = { currentAttemptScheduledTimestampMs: Date.now() - waited };
      await new MockActivityEnvironment(info, { client: clientOf(told) }).run(activity);
      expect(told.get(call)).toBeGreaterThan(9 * SECOND);
      expect(told.get(call)).toBeLessThanOrEqual(10 * SECOND);
    }
  },
);
