import { describe, expect, test } from 'vitest';
import { heldReasons } from '../../contracts/held-reasons.js';
import { workflowIdOf } from '../workflows/support/runs.js';
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
} from './support/shop.js';

const ways = [
  { writeBack: 'mark_paid', call: 'PATCH', write: { kind: 'status', to: 'PAID', by: 'api' } },
  { writeBack: 'record_payment', call: 'POST', write: { kind: 'payment', to: 'PAID', amount: 50_000 } },
] as const;

describe.each(ways)('where money reaches Togai by $writeBack', ({ writeBack, call, write }) => {
  /** Only a hint makes these collections look, so that what Togai is asked can be counted. */
  const stage = useStage({ policy: { writeBack, firstLookSeconds: 3_600 } });

  test('a write-back that Togai refuses is held in its words, and made once when an operator asks again', async () => {
    const { client, orchestrator, simulator } = stage();
    const { store } = simulator.togai;
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    simulator.togai.refuseNextWrites(2);
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    const detail = `${call} refused with 400: Invoice ${invoice.invoiceId} is locked`;
    const held = { state: 'held', amountPaid: 50_000, held: { reason: 'write_back_refused', detail } };
    await until(stage(), invoice, held);
    const { currentDetails } = await client.workflow
      .getHandle(workflowIdOf(invoice))
      .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain(heldReasons.write_back_refused);
    expect(currentDetails).toContain(detail);
    // A refusal is no outage: it is not tried again by itself.
    expect(store.writeRefusals).toBe(1);
    const second = { ...ref(invoice), attemptId: 'second', payment: netbanking };
    await expect(orchestrator.submitPayment(second)).rejects.toMatchObject({ code: 'COLLECTION_HELD' });

    await orchestrator.lookAgain(ref(invoice));
    await expect.poll(() => store.writeRefusals, { timeout: 20_000 }).toBe(0);
    await until(stage(), invoice, held);
    const once = { kept: 50_000, payments: { length: 1 }, refunds: [] };
    expect(booksOf(stage(), invoice)).toMatchObject({ ...once, togai: 'DUE', writes: [] });

    await orchestrator.lookAgain(ref(invoice));
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ ...once, togai: 'PAID', writes: [write] });
  });
});
