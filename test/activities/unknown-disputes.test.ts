import { WorkflowFailedError, type Client } from '@temporalio/client';
import { RetryState } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { unknownDisputes } from '../../activities/reconcile-disputes.js';
import type { Activities } from '../../contracts/activities.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { SECOND } from '../../domain/clock.js';
import { PayloadDecryptionError } from '../../platform/temporal/encryption-codec.js';

/** A collection that has seen the payment and the dispute of the same number. */
interface Seen {
  readonly number: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'TERMINATED';
  /** What it answers, to a query or as its result; `never` until the call has no time left. */
  readonly answer: 'knows' | 'never' | Error;
}

const idOf = ({ number }: Seen): string => invoicePaymentWorkflowId('acme', `inv-${String(number)}`);
const disputeOf = ({ number }: Seen) => ({
  ...{ disputeId: `disp_${String(number)}`, paymentId: `pay_${String(number)}`, status: 'open' as const },
});

/** Temporal's client as a worker has it, and the seconds that each collection was given. */
function clientOf(collections: readonly Seen[], given: number[]): Client {
  let leftMs = 0;
  const attributes = ({ number }: Seen) => ({
    get: ({ name }: { readonly name: string }) => {
      if (name === keys.invoiceId.name) return `inv-${String(number)}`;
      return name === keys.paymentIds.name ? [`pay_${String(number)}`] : undefined;
    },
  });
  const told = (seen: Seen) => (): Promise<unknown> => {
    given.push(leftMs / SECOND);
    if (seen.answer instanceof Error) return Promise.reject(seen.answer);
    if (seen.answer === 'never') return Promise.reject(new Error('deadline exceeded'));
    const { number } = seen;
    const paymentIds = [`pay_${String(number)}`];
    return Promise.resolve({
      ...{ disputes: [disputeOf(seen)], outcome: 'paid', keptPaymentIds: paymentIds, amountPaid: 1 },
    });
  };
  const workflow = {
    async *list() {
      yield* await Promise.resolve(
        collections.map((seen) => ({ workflowId: idOf(seen), typedSearchAttributes: attributes(seen) })),
      );
    },
    getHandle: (workflowId: string) => {
      const seen = collections.find((each) => idOf(each) === workflowId)!;
      const description = { status: { name: seen.status }, typedSearchAttributes: attributes(seen) };
      return { describe: () => Promise.resolve(description), query: told(seen), result: told(seen) };
    },
  };
  const withDeadline = (deadline: Date | number, call: () => Promise<unknown>): Promise<unknown> => {
    leftMs = Number(deadline) - Date.now();
    return call();
  };
  const withAbortSignal = (_signal: AbortSignal, call: () => Promise<unknown>): Promise<unknown> => call();
  return { workflow, withDeadline, withAbortSignal } as unknown as Client;
}

async function unknownOf(collections: readonly Seen[], given: number[] = []): Promise<string[]> {
  const disputes = collections.map(disputeOf);
  const environment = new MockActivityEnvironment({}, { client: clientOf(collections, given) });
  const unknown: Awaited<ReturnType<Activities['unknownDisputes']>> = await environment.run(() =>
    unknownDisputes()({ connection: 'acme', disputes }),
  );
  return unknown.map(({ disputeId, invoiceId }) => `${disputeId} of ${invoiceId}`);
}

const terminated = new WorkflowFailedError('terminated', undefined, RetryState.NON_RETRYABLE_FAILURE);

test.each<[string, Pick<Seen, 'status' | 'answer'>]>([
  ['whose workflow task fails', { status: 'RUNNING', answer: new Error('WorkflowNotReady') }],
  ['that does not answer', { status: 'RUNNING', answer: 'never' }],
  [
    'that has ended, and whose result no key reads',
    { status: 'COMPLETED', answer: new PayloadDecryptionError('no key') },
  ],
  ['that was terminated', { status: 'TERMINATED', answer: terminated }],
])('a collection %s knows no dispute, and costs no other its own', async (_which, cannotTell) => {
  const given: number[] = [];
  const collections: Seen[] = [
    { number: 1, status: 'RUNNING', answer: 'knows' },
    { number: 2, ...cannotTell },
    { number: 3, status: 'COMPLETED', answer: 'knows' },
  ];
  expect(await unknownOf(collections, given)).toEqual(['disp_2 of inv-2']);
  // A try ends after 15 s, and the look for payments may take 10 s of it.
  for (const seconds of given.slice(-3)) expect(seconds).toBeLessThanOrEqual(3);
});
