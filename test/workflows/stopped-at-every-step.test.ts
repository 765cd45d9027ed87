import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { expect, test } from 'vitest';
import {
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  ref,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { useWebhooks } from '../flows/support/webhooks.js';
import { workflowIdOf } from './support/runs.js';

const stage = useStage();
useWebhooks(stage);

/** A paid invoice's history has some 30 events. */
const lengths = Array.from({ length: 14 }, (_, index) => 2 + 2 * index);

/** Stops the collection as soon as its history is this long; not at all when it ends before. */
async function stopAt(
  invoice: Billed,
  length: number,
  stop: (handle: WorkflowHandle) => Promise<unknown>,
): Promise<void> {
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  for (;;) {
    const found = await handle.describe().catch(() => undefined);
    if (found && found.status.name !== 'RUNNING') return;
    if (found && found.historyLength >= length) {
      // It may have ended meanwhile.
      await stop(handle).catch(() => undefined);
      return;
    }
    await wait(5);
  }
}

/** The customer pays as far as the collection lets them: an attempt, the bank's yes, a webhook. */
async function payOnce(invoice: Billed, attemptId = 'first', replace = false): Promise<void> {
  const attempt = { ...ref(invoice), attemptId, payment: netbanking, replace };
  await stage()
    .orchestrator.submitPayment(attempt)
    .catch(() => undefined);
  for (const { id, status } of booksOf(stage(), invoice).payments)
    if (status === 'created') stage().simulator.razorpay.lateAuthorize(id);
  await hint(stage(), invoice);
}

function money(invoice: Billed) {
  const { orders, payments, refunds, kept, togai, writes } = booksOf(stage(), invoice);
  const marks = writes.filter(({ kind }) => kind === 'status').length;
  return { orders: orders.length, payments: payments.length, refunds: refunds.length, kept, togai, marks };
}

const paidOnce = { orders: 1, payments: 1, refunds: 0, kept: 50_000, togai: 'PAID', marks: 1 };

/** An attempt that a stopped run took and may have sent is not sent again (decision 28): the customer makes another. */
async function payAgain(invoice: Billed): Promise<void> {
  await payOnce(invoice);
  const { payments } = booksOf(stage(), invoice);
  const isPaid = payments.some(({ status }) => status === 'authorized' || status === 'captured');
  if (!isPaid) await payOnce(invoice, 'second', true);
}

/**
 * A termination does not reach a call that is on its way: the next run may search before Razorpay has its order, and make
 * another. The customer may pay both then, and what nobody counted comes back by its webhook.
 */
function inTheEnd(invoice: Billed) {
  const { orders, refunds, kept, togai, marks } = money(invoice);
  const captures = booksOf(stage(), invoice).payments.filter(({ captured }) => captured).length;
  return { kept, togai, marks, surplus: captures - 1 - refunds, orders: orders <= 2 };
}

test('terminated at any length of its history, an invoice is taken up again and paid once', async () => {
  await Promise.all(
    lengths.map(async (length) => {
      const invoice = await bill(stage());
      const stopped = stopAt(invoice, length, (handle) => handle.terminate('test'));
      await payOnce(invoice);
      await stopped;
      await payAgain(invoice);
      // Not the end: an attempt that nobody sent is waited for, beside the money of another.
      await expect
        .poll(() => inTheEnd(invoice), { timeout: 40_000 })
        .toEqual({ kept: 50_000, togai: 'PAID', marks: 1, surplus: 0, orders: true });
    }),
  );
});

test('cancelled at any length of its history, it is paid once or nothing is kept', async () => {
  const ends = await Promise.all(
    lengths.map(async (length) => {
      const invoice = await bill(stage());
      const stopped = stopAt(invoice, length, (handle) => handle.cancel());
      await payOnce(invoice);
      await stopped;
      await hint(stage(), invoice);
      const { outcome } = await outcomeOf(stage(), invoice);
      const books = money(invoice);
      if (outcome === 'cancelled') expect(books).toMatchObject({ payments: 0, kept: 0, togai: 'DUE' });
      else expect({ outcome, ...books }).toEqual({ outcome: 'paid', ...paidOnce });
      return outcome;
    }),
  );
  expect(ends).toContain('paid');
});
