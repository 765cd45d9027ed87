import { expect, test } from 'vitest';
import { foreignPayment, heldStray } from './support/late.js';
import { bill, booksOf, outcomeOf, ref, until, useStage } from './support/shop.js';

const stage = useStage();

test('an invoice that was paid in another way leaves no page on which it can be paid again', async () => {
  const invoice = await bill(stage());
  const { connection, invoiceId } = invoice;
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  const paymentId = await foreignPayment(stage(), { po_connection: connection, po_invoice: invoiceId });
  await stage().orchestrator.reportStrayPayment({ connection, paymentId });
  await heldStray(stage(), paymentId);
  await stage().orchestrator.acceptStrayPayment({ connection, paymentId });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'paid', amountPaid: 50_000, keptPaymentIds: [paymentId] },
  });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', requests: [{ status: 'cancelled' }] });
  await expect(
    stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' }),
  ).rejects.toThrow();
});
