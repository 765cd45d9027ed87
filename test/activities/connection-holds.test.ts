import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, expect, test } from 'vitest';
import {
  createConnectionHolds,
  type ConnectionHolds,
  type Standing,
} from '../../activities/connection-holds.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';

/** What the server shows of the hold; undefined: there is none. `away`: it does not answer. */
let shown:
  { readonly state: string; readonly reason: string; readonly nextLook: number } | undefined | 'away';
let status: 'RUNNING' | 'PAUSED' | 'TERMINATED';
let described: number;
let started: string[];
let nowMs: number;
let holds: ConnectionHolds;

const attributes = (key: { readonly name: string }): unknown => {
  if (shown === undefined || shown === 'away') return undefined;
  if (key.name === keys.state.name) return shown.state;
  return key.name === keys.heldReason.name ? shown.reason : new Date(shown.nextLook);
};

const client = {
  withAbortSignal: (_signal: AbortSignal, call: () => Promise<unknown>) => call(),
  withDeadline: (_deadline: Date, call: () => Promise<unknown>) => call(),
  workflow: {
    signalWithStart: (type: string, { workflowId }: { readonly workflowId: string }) => {
      started.push(`${type} ${workflowId}`);
      return Promise.resolve();
    },
    getHandle: () => ({
      describe: () => {
        described += 1;
        if (shown === 'away') return Promise.reject(new Error('deadline exceeded'));
        if (!shown)
          return Promise.reject(new WorkflowNotFoundError('none', 'connection-hold/acme', undefined));
        return Promise.resolve({ status: { name: status }, typedSearchAttributes: { get: attributes } });
      },
    }),
  },
};

function inActivity<T>(part: () => Promise<T>): Promise<T> {
  return new MockActivityEnvironment({}, { client: client as unknown as Client }).run(part);
}

function standing(): Promise<Standing> {
  return inActivity(() => holds.standing('acme'));
}

beforeEach(() => {
  [shown, status, described, started, nowMs] = [undefined, 'RUNNING', 0, [], 1_000_000];
  const clock = { now: () => nowMs };
  holds = createConnectionHolds({ clock, time: undefined, logger: { warn: () => undefined } });
});

test('one look serves every payment for three seconds', async () => {
  expect(await Promise.all([standing(), standing()])).toEqual(['open', 'open']);
  shown = { state: 'held', reason: 'merchant_not_activated', nextLook: nowMs + 60_000 };
  nowMs += 2_999;
  expect([await standing(), described]).toEqual(['open', 1]);
  nowMs += 1;
  expect([await standing(), described]).toEqual(['held', 2]);
  nowMs += 60_000;
  expect(await standing()).toBe('due');
  shown = { ...shown, state: 'releasing' };
  nowMs += 3_000;
  expect(await standing()).toBe('open');
});

test('a look that fails, or finds none, holds nothing', async () => {
  shown = 'away';
  expect([await standing(), described]).toEqual(['open', 1]);
  nowMs += 3_000;
  shown = undefined;
  expect([await standing(), described]).toEqual(['open', 2]);
});

test('a hold that somebody has paused holds, and gives no leave; one that was terminated holds nothing', async () => {
  shown = { state: 'held', reason: 'merchant_not_activated', nextLook: nowMs - 1 };
  status = 'PAUSED';
  expect(await standing()).toBe('held');
  nowMs += 3_000;
  status = 'TERMINATED';
  expect(await standing()).toBe('open');
});

test('refused credentials wait for their check: no payment may try them', async () => {
  shown = { state: 'held', reason: 'connection_refused', nextLook: nowMs - 1 };
  expect(await standing()).toBe('held');
});

test('a refusal is reported once while it is known, and at once holds what comes after it', async () => {
  const refusal = { reason: 'merchant_not_activated', detail: 'test' } as const;
  await Promise.all([1, 2, 3].map(() => inActivity(() => holds.report('acme', refusal))));
  expect(started).toEqual(['connectionHold connection-hold/acme']);
  expect([await standing(), described]).toEqual(['held', 1]);
  await inActivity(() => holds.report('acme', { reason: 'connection_refused', detail: 'test' }));
  expect(started).toHaveLength(2);
});
