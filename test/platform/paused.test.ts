import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { hintHeld } from '../../activities/hint-held.js';
import { listHeld } from '../../activities/list-held.js';
import { standingsOf } from '../../activities/reconcile-temporal.js';
import { readHold } from '../../client/connection-hold.js';
import { listOpen } from '../../client/open-collections.js';
import { readState } from '../../client/state.js';
import { tellHeld } from '../../client/tell-held.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { wallClock } from '../../platform/clock.js';
import { createMetrics } from '../../platform/telemetry/metrics.js';
import { latestRun } from '../../platform/temporal/latest-run.js';
import { workflowByIds } from '../../receiver/find-workflow.js';

const held: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  [keys.state.name, 'held'],
  [keys.heldReason.name, 'disputed'],
]);
const status = { name: 'PAUSED', code: 8 };
const typedSearchAttributes = { get: ({ name }: { readonly name: string }) => held.get(name) };
const paused = { workflowId: 'paused', startTime: new Date(0), status, typedSearchAttributes };
const ended = { ...paused, workflowId: 'ended', status: { name: 'COMPLETED', code: 2 } };

/** What Temporal's server says of a collection that somebody has paused: tried on server 1.32 with a pause of its API. */
function clientOf(): Client {
  const finds = (query: string): boolean => !query.includes('ExecutionStatus') || query.includes(`'Paused'`);
  const workflow = {
    getHandle: () => ({
      describe: () => Promise.resolve(paused),
      query: () => Promise.reject(new Error('Query rejected')),
      signal: () => Promise.resolve(),
    }),
    async *list({ query }: { readonly query: string }) {
      const isOfCollections = query.includes('invoicePayment');
      yield* await Promise.resolve(isOfCollections && finds(query) ? [ended, paused] : []);
    },
  };
  const listWorkflowExecutions = ({ query }: { readonly query: string }) =>
    Promise.resolve({
      executions: finds(query) ? [{ execution: { workflowId: 'paused' } }] : [],
      nextPageToken: new Uint8Array(),
    });
  const client = {
    ...{ workflow, options: { namespace: 'default' }, workflowService: { listWorkflowExecutions } },
    withAbortSignal: (_signal: AbortSignal, call: () => Promise<unknown>) => call(),
    withDeadline: (_deadline: Date, call: () => Promise<unknown>) => call(),
  };
  return client as unknown as Client;
}

function inActivity<T>(part: () => Promise<T>): Promise<T> {
  return new MockActivityEnvironment({}, { client: clientOf() }).run(part);
}

const invoice = { connection: 'acme', invoiceId: 'inv-1' };

test('a paused collection is open, in the state that its search attributes tell', async () => {
  expect(await latestRun(clientOf(), 'paused')).toEqual({ standing: 'running', counted: undefined });
  const [standing] = await inActivity(() => standingsOf()({ connection: 'acme', invoiceIds: ['inv-1'] }));
  expect(standing).toMatchObject({ standing: 'running' });
  expect(await readState(clientOf(), wallClock, invoice)).toMatchObject({
    ...{ state: 'held', outcome: undefined, outcomeReason: undefined },
    waitingFor: expect.stringContaining('whoever paused the workflow') as string,
  });
});

test('a webhook is given to a paused collection rather than to one that has ended', async () => {
  const subject = { orderId: 'order_1', paymentId: undefined, razorpayInvoiceId: undefined };
  const rest = { disputeId: undefined, refundId: undefined, tellsOrder: true };
  const found = await workflowByIds(clientOf(), 'acme', {
    ...{ ...subject, ...rest, owner: undefined, suggestedOwner: undefined },
  });
  expect(found).toBe('paused');
});

test('a paused collection is listed among the open and the held ones, and told with them', async () => {
  const open = await listOpen(clientOf(), { connection: 'acme', limit: 10 });
  expect(open.map(({ workflowId }) => workflowId)).toContain('paused');
  expect(await tellHeld(clientOf(), { connection: 'acme', accountId: 'acc-1' })).toBeGreaterThan(0);
  const reasons = ['disputed'] as const;
  expect(
    await inActivity(() => hintHeld()({ connection: 'acme', reasons, limit: 10, next: undefined })),
  ).toMatchObject({ hinted: 1 });
  const dependencies = { clock: wallClock, metrics: createMetrics(), logger: { warn: () => undefined } };
  const { oldest } = await inActivity(() => listHeld(dependencies)({ connection: 'acme', now: Date.now() }));
  expect(oldest.map(({ workflowId }) => workflowId)).toContain('paused');
});

test('a paused hold of a connection is not told as none', async () => {
  await expect(readHold(clientOf(), 'acme')).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
});
