import { expect, test } from 'vitest';
import { z } from 'zod';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import {
  atRazorpay,
  atTheBank,
  bill,
  booksOf,
  netbanking,
  outcomeOf,
  pay,
  useStage,
} from './support/shop.js';

const stage = useStage();

const made = z.object({
  id: z.string(),
  payment_workflow: z.object({
    id: z.string(),
    next: z.array(z.object({ action: z.string(), url: z.string() })),
  }),
});

test('two orders of one lost answer are both paid: one payment is kept, the other refunded once', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await stage()
    .client.workflow.getHandle(invoicePaymentWorkflowId(invoice.connection, invoice.invoiceId))
    .terminate('test');
  // Razorpay counts whole seconds: the two must not be of the same one.
  await stage().simulator.clock.advance(2_000);
  // What a create whose answer was lost leaves behind: an order like ours in everything.
  const { receipt, notes } = booksOf(stage(), invoice).orders[0]!;
  const { email, contact, ip } = netbanking;
  const twin = made.parse(
    await atRazorpay(stage(), '/orders', {
      ...{ amount: 50_000, currency: 'INR', receipt, notes },
      payment: { method: 'netbanking', bank: 'HDFC', email, contact, ip },
      payment_config: {
        capture: 'automatic',
        capture_options: { automatic_expiry_period: 12, manual_expiry_period: 7200, refund_speed: 'normal' },
      },
    }),
  );
  await atTheBank(stage(), first, 'success');
  await atTheBank(stage(), { ...first, next: twin.payment_workflow.next }, 'success');
  expect(booksOf(stage(), invoice).kept).toBe(100_000);

  await stage().orchestrator.collectInvoice({
    ...{ connection: invoice.connection, invoiceId: invoice.invoiceId, mode: 'direct' },
  });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { refunds, kept, togai, writes } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 50_000, payment_id: twin.payment_workflow.id }]);
  expect({ kept, togai, writes: writes.length }).toEqual({ kept: 50_000, togai: 'PAID', writes: 1 });
});
