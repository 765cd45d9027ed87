import { expect, test } from 'vitest';
import { hintSignal } from '../../contracts/messages.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, useStage } from '../flows/support/shop.js';
import { eventsOf, resetTo, runIdOf, workflowIdOf } from './support/runs.js';

const stage = useStage();

test(
  'a continued run that marked its invoice paid, reset to any of its steps, knows the mark for its own',
  { timeout: 180_000 },
  async () => {
    const invoice = await bill(stage());
    const workflowId = workflowIdOf(invoice);
    const { client } = stage();
    const answer = await pay(stage(), invoice, 'first');
    const firstRun = await runIdOf(client, workflowId);
    const handle = client.workflow.getHandle(workflowId);
    const flood = { evidence: 'webhook', event: 'flood' } as const;
    await expect
      .poll(
        async () => {
          await Promise.all(Array.from({ length: 25 }, () => handle.signal(hintSignal, flood)));
          return runIdOf(client, workflowId);
        },
        { timeout: 90_000, interval: 200 },
      )
      .not.toBe(firstRun);
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
    const runId = await runIdOf(client, workflowId);
    const events = await eventsOf(client, workflowId, runId);
    const steps = events.filter((event) => Boolean(event.workflowTaskCompletedEventAttributes));
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) {
      await resetTo(client, workflowId, runId, step);
      expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
      const { writes, refunds, kept, togai } = booksOf(stage(), invoice);
      const marks = writes.filter(({ kind }) => kind === 'status').length;
      expect({ marks, refunds, kept, togai }).toEqual({ marks: 1, refunds: [], kept: 50_000, togai: 'PAID' });
    }
  },
);
