import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { DAY, SECOND } from '../../domain/clock.js';
import { findingsOf } from './support/reconciling.js';
import {
  atRazorpay,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  ref,
  until,
  useStage,
  type Billed,
} from './support/shop.js';

const stage = useStage();
const reconcile = () => stage().orchestrator.reconcile({ connection: stage().connection });

async function requested() {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  return { invoice, shortUrl: rounds[0]?.shortUrl ?? '', requestId: rounds[0]?.razorpayInvoiceId ?? '' };
}

/** A try on the page has failed, so that the cancelled collection still closes when it is terminated. */
async function stoppedWhileClosing() {
  const { invoice, shortUrl } = await requested();
  await stage().customer.payHostedInvoice(shortUrl, { method: 'card', outcome: 'failure' });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await until(stage(), invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'cancelled' }]);
  await terminate(stage(), invoice);
  return invoice;
}

async function startedAgain(invoice: Billed): Promise<void> {
  expect(findingsOf(await reconcile(), invoice)).toEqual(['open_invoices: collection_stopped, started']);
}

/** How often its customer was told of a page. */
function told(invoice: Billed): number {
  const ids = booksOf(stage(), invoice).requests.map(({ id }) => id);
  const { notifications } = stage().simulator.razorpay.state;
  return notifications.filter(({ invoiceId }) => ids.includes(invoiceId)).length;
}

test('a cancelled payment request that is terminated while it closes is not sent again, and ends cancelled', async () => {
  const invoice = await stoppedWhileClosing();
  await startedAgain(invoice);
  await until(stage(), invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
  // The bank has said no for good by now.
  for (const payment of booksOf(stage(), invoice).payments)
    Object.assign(payment, { created_at: payment.created_at - (5 * DAY) / SECOND });
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect(booksOf(stage(), invoice).requests).toHaveLength(1);
  expect(told(invoice)).toBe(1);
});

test('a payment request that the merchant cancels at Razorpay while no run is there ends its collection', async () => {
  const { invoice, requestId } = await requested();
  await terminate(stage(), invoice);
  await atRazorpay(stage(), `/invoices/${requestId}/cancel`, {});
  await startedAgain(invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect(booksOf(stage(), invoice).requests).toHaveLength(1);
  expect(told(invoice)).toBe(1);
});

test('a payment request that we have cancelled for another amount is replaced by the run that goes on', async () => {
  const { invoice } = await requested();
  await inTogai(stage(), invoice, { totalAmount: 0.5 });
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'amount_below_minimum' } });
  await terminate(stage(), invoice);
  await inTogai(stage(), invoice, { totalAmount: 700 });
  await startedAgain(invoice);
  await until(stage(), invoice, {
    ...{ state: 'awaiting_customer', amountDue: { amount: 70_000 } },
    rounds: [{ round: 1 }, { round: 2, amount: { amount: 70_000 } }],
  });
  await expect.poll(() => told(invoice)).toBe(2);
});

test('a caller who collects it anew asks the customer again', async () => {
  const invoice = await stoppedWhileClosing();
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer', rounds: [{ round: 1 }, { round: 2 }] });
  await expect.poll(() => told(invoice)).toBe(2);
});

// The last: Razorpay's clock stays ahead of ours.
test('a payment request that expires while no run is there is not sent again', async () => {
  const { invoice } = await requested();
  await terminate(stage(), invoice);
  await stage().simulator.clock.advance(31 * DAY);
  await startedAgain(invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'expired', amountPaid: 0 });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'expired' }]);
  expect(told(invoice)).toBe(1);
});
