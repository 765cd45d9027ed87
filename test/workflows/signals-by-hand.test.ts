import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { bill, outcomeOf, ref, until, useStage } from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

const stage = useStage();

test('a signal without its argument stops nothing: a hint is a look, a cancellation cancels', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  const { looks } = await until(stage(), invoice, { state: 'awaiting_attempt' });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await handle.signal('hintSignal');
  await expect
    .poll(async () => (await stage().orchestrator.getState(ref(invoice))).looks, { timeout: 20_000 })
    .toBeGreaterThan(looks);
  await handle.signal('cancelSignal');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
});

test.each(['submitPaymentUpdate', 'otpUpdate', 'confirmCallbackUpdate'])(
  '%s without its argument is rejected, and the collection lives on',
  async (update) => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
    const error: unknown = await handle.executeUpdate(update).catch((thrown: unknown) => thrown);
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect(cause).toMatchObject({ type: 'INVALID_INPUT' });
    await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled' });
  },
);
