import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { handOver } from '../../activities/hand-over.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';

const counted: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  [keys.outcome.name, 'paid'],
  [keys.paymentIds.name, ['pay_1']],
  [keys.amountPaid.name, 50_000],
]);

/** A collection that runs when its standing is asked for, and has counted pay_1 and ended before it can be signalled. */
function endingClient(calls: string[]): Client {
  let status = { name: 'RUNNING' };
  const called = (call: string) => () => Promise.resolve(void calls.push(call));
  const handle = {
    describe: () => {
      const attributes = status.name === 'RUNNING' ? new Map<string, unknown>() : counted;
      const get = ({ name }: { readonly name: string }): unknown => attributes.get(name);
      return Promise.resolve({ status, typedSearchAttributes: { get } });
    },
    signal: () => {
      status = { name: 'COMPLETED' };
      return Promise.reject(new WorkflowNotFoundError('ended', 'invoice-payment/acme/inv-1', undefined));
    },
  };
  const client = {
    workflow: { signalWithStart: called('signalWithStart'), getHandle: () => handle },
    withAbortSignal: (_signal: AbortSignal, call: () => Promise<unknown>) => call(),
    withDeadline: (_deadline: Date, call: () => Promise<unknown>) => call(),
  };
  return client as unknown as Client;
}

test.each([
  ['none where it counted the money', 'pay_1', []],
  ['one where it knew nothing of it', 'pay_2', ['signalWithStart']],
] as const)(
  'of a collection that ends while it is told of money, %s is begun anew',
  async (_which, paymentId, calls) => {
    const made: string[] = [];
    const env = new MockActivityEnvironment({}, { client: endingClient(made) });
    await env.run(() =>
      handOver()({
        ...{ connection: 'acme', invoiceId: 'inv-1', time: undefined, now: 0, taskQueue: 'workflows' },
        ...{ paymentId, orderId: undefined, accepted: false },
      }),
    );
    expect(made).toEqual(calls);
  },
);
