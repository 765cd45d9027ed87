import { expect, test } from 'vitest';
import { hintSignal } from '../../contracts/messages.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  useStage,
} from '../flows/support/shop.js';
import { chainOf, runIdOf, workflowIdOf } from './support/runs.js';

const stage = useStage();

test(
  '3,000 hints cut the history into runs, change no answer, and the invoice is paid once',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    const workflowId = workflowIdOf(invoice);
    const { client, orchestrator } = stage();
    const answer = await pay(stage(), invoice, 'first');
    const firstRun = await runIdOf(client, workflowId);
    const handle = client.workflow.getHandle(workflowId);
    // The server closes no run while signals wait for its next task, and a hundred of them make it fail the task under
    // way: so they come in waves, and a run that is due to be cut is given the moment it needs.
    for (let sent = 0; sent < 3_000; sent += 25) {
      await Promise.all(
        Array.from({ length: 25 }, (_, index) =>
          handle.signal(hintSignal, {
            evidence: 'webhook',
            event: 'flood',
            eventId: String((sent + index) % 1_500),
          }),
        ),
      );
      const { historyLength, runId } = await handle.describe();
      // The events of the last task itself do not cut the run: it knew only the history before it.
      if (historyLength > 1_050)
        await expect
          .poll(
            async () => {
              const now = await runIdOf(client, workflowId);
              // Its last task may have known no more than the history before it: then the next news cuts the run.
              if (now === runId) await handle.signal(hintSignal, { evidence: 'webhook', event: 'flood' });
              return now;
            },
            { timeout: 20_000, interval: 2_000 },
          )
          .not.toBe(runId);
    }
    expect(await runIdOf(client, workflowId)).not.toBe(firstRun);
    // The server forgot the update with the run; the collection did not.
    const again = { ...ref(invoice), attemptId: 'first', payment: netbanking };
    expect(await orchestrator.submitPayment(again)).toEqual(answer);
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({
      outcome: 'paid',
      amountPaid: 50_000,
      attempts: 1,
    });
    const chain = await chainOf(client, workflowId, firstRun);
    expect(chain.length).toBeGreaterThan(1);
    expect(Math.max(...chain.map(({ length }) => length))).toBeLessThan(1_500);
    const { payments, writes } = booksOf(stage(), invoice);
    expect({ payments: payments.length, writes: writes.length }).toEqual({ payments: 1, writes: 1 });
  },
);
