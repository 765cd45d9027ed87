import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { hintSignal } from '../../contracts/messages.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { loadWorkflowBundle } from '../../worker/bundle.js';
import { harmNext } from '../flows/support/harm.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, useStage } from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

// No look but those that hints ask for.
const stage = useStage({ policy: { firstLookSeconds: 3_600 } });

test(
  'a flood that meets a look inside its workflow task stops no collection',
  { timeout: 60_000 },
  async () => {
    const invoice = await bill(stage());
    const { client } = stage();
    const answer = await pay(stage(), invoice, 'first');
    const handle = client.workflow.getHandle(workflowIdOf(invoice));
    const isLooking = harmNext(stage(), {
      ...{ provider: 'razorpay', method: 'GET', path: '/orders/', kind: 'latency', delayMs: 800 },
    });
    await handle.signal(hintSignal, { evidence: 'webhook', event: 'flood', eventId: 'the first' });
    await isLooking();
    await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        handle.signal(hintSignal, { evidence: 'webhook', event: 'flood', eventId: String(index) }),
      ),
    );
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    const history = await handle.fetchHistory();
    const failedTasks = (history.events ?? []).filter(
      ({ workflowTaskFailedEventAttributes: failed }) => failed,
    );
    // Or the flood did not meet the look, and nothing was tested.
    expect(failedTasks.length).toBeGreaterThan(0);
    await Worker.runReplayHistory(
      {
        workflowBundle: { code: (await loadWorkflowBundle()).code },
        dataConverter: createDataConverter(stage().config.keyRing),
      },
      history,
    );
    const { payments, writes } = booksOf(stage(), invoice);
    expect({ payments: payments.length, writes: writes.length }).toEqual({ payments: 1, writes: 1 });
  },
);
