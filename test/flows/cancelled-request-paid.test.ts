import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { bill, booksOf, hint, outcomeOf, ref, until, useStage } from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

test.each(['before the cancellation', 'while its cancellation is refused'] as const)(
  'a payment request that is paid %s ends paid',
  async (when) => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
    const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
    const { shortUrl = '', razorpayInvoiceId = '' } = rounds[0] ?? {};
    const cancel = () => stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    if (when === 'while its cancellation is refused') {
      gate.answer(`/v1/invoices/${razorpayInvoiceId}/cancel`, 400);
      await cancel();
      await until(stage(), invoice, { state: 'closing', waitingFor: 'payment_request_still_payable' });
    }
    const paymentId = await stage().customer.payHostedInvoice(shortUrl, {
      ...{ method: 'card', outcome: 'success' },
    });
    if (when === 'before the cancellation') await cancel();
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [paymentId] });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
    expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'paid' }]);
  },
);
