import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, outcomeOf, pay, ref, useStage } from '../flows/support/shop.js';
import { eventsOf, workflowIdOf } from './support/runs.js';

const stage = useStage();

test('hints that arrive while a collection ends change nothing, and its end stands', async () => {
  const { client, orchestrator } = stage();
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  let sent = 0;
  let answer = 'sent';
  while (answer === 'sent') {
    answer = await orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'order.paid' });
    sent += 1;
  }
  expect(answer).toBe('closed');
  expect(sent).toBeGreaterThan(3);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, writes: [{ to: 'PAID' }] });
  // The task that closes the run holds no local activity: repeating it repeats no call.
  const events = await eventsOf(client, workflowIdOf(invoice));
  const closing = events.at(-1)?.workflowExecutionCompletedEventAttributes?.workflowTaskCompletedEventId;
  expect(closing).toBeDefined();
  const inTheClosingTask = events.filter(
    ({ markerRecordedEventAttributes: marker }) =>
      marker && String(marker.workflowTaskCompletedEventId) === String(closing),
  );
  expect(inTheClosingTask).toEqual([]);
});
