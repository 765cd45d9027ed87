import { expect, test } from 'vitest';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, ref, useStage } from '../flows/support/shop.js';
import { completedTask, eventsOf, resetTo, runIdOf, workflowIdOf } from './support/runs.js';

const stage = useStage();

test('a paid invoice, reset to any of its steps, is paid once', { timeout: 120_000 }, async () => {
  const invoice = await bill(stage());
  const workflowId = workflowIdOf(invoice);
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  const runId = await runIdOf(stage().client, workflowId);
  const steps = (await eventsOf(stage().client, workflowId, runId)).filter(completedTask);
  expect(steps.length).toBeGreaterThan(3);
  for (const step of steps) {
    await resetTo(stage().client, workflowId, runId, step);
    await outcomeOf(stage(), invoice);
    const { orders, payments, refunds, kept, togai, writes } = booksOf(stage(), invoice);
    expect({ orders: orders.length, payments: payments.length, refunds, kept, togai }).toEqual({
      ...{ orders: 1, payments: 1, refunds: [], kept: 50_000, togai: 'PAID' },
    });
    expect(writes.filter(({ kind }) => kind === 'status')).toHaveLength(1);
  }
});

test(
  'a waiting invoice, reset to any of its steps, still takes its one payment',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    const workflowId = workflowIdOf(invoice);
    const answer = await pay(stage(), invoice, 'first');
    await hint(stage(), invoice);
    await expect
      .poll(async () => (await stage().orchestrator.getState(ref(invoice))).looks, { timeout: 20_000 })
      .toBeGreaterThan(0);
    const runId = await runIdOf(stage().client, workflowId);
    const steps = (await eventsOf(stage().client, workflowId, runId)).filter(completedTask);
    expect(steps.length).toBeGreaterThan(3);
    for (const step of steps) {
      await resetTo(stage().client, workflowId, runId, step);
      await hint(stage(), invoice);
      await expect
        .poll(() => stage().orchestrator.getState(ref(invoice)), { timeout: 20_000 })
        .toMatchObject({
          attempts: [{ attemptId: 'first', paymentId: answer.paymentId, standing: 'known' }],
        });
      const { orders, payments } = booksOf(stage(), invoice);
      expect({ orders: orders.length, payments: payments.length }).toEqual({ orders: 1, payments: 1 });
    }
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);
