import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

const stage = useStage();

test("the Temporal UI's Cancel ends a collection by its own rules, with a result", async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await handle.cancel();
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect((await handle.describe()).status.name).toBe('COMPLETED');
});

test.each(['client', 'temporal'] as const)(
  'money that arrives after a cancellation by %s is not lost, and no attempt is accepted',
  async (by) => {
    const invoice = await bill(stage());
    const { client, orchestrator } = stage();
    const answer = await pay(stage(), invoice, 'first');
    if (by === 'client') await orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    else await client.workflow.getHandle(workflowIdOf(invoice)).cancel();
    await until(stage(), invoice, { state: 'closing' });
    const second = { ...ref(invoice), attemptId: 'second', payment: netbanking };
    await expect(orchestrator.submitPayment(second)).rejects.toMatchObject({ code: 'COLLECTION_CLOSING' });
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID' });
  },
);
