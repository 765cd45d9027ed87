import { expect, test } from 'vitest';
import { bill, booksOf, inTogai, outcomeOf, ref, until, useStage, type Billed } from './support/shop.js';
import { terminate } from '../workflows/support/runs.js';

const stage = useStage();

async function requested(): Promise<Billed & { readonly shortUrl: string }> {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  return { ...invoice, shortUrl: rounds[0]?.shortUrl ?? '' };
}

/** Togai's webhook says that the invoice has changed. */
async function changed(invoice: Billed, totalAmount: number): Promise<void> {
  await inTogai(stage(), invoice, { totalAmount });
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
}

const pays = (url: string): Promise<string> =>
  stage().customer.payHostedInvoice(url, { method: 'card', outcome: 'success' });

/** The page for the amount that is due now. */
async function newPage(invoice: Billed): Promise<string> {
  const { rounds } = await until(stage(), invoice, {
    ...{ state: 'awaiting_customer', amountDue: { amount: 70_000 } },
    rounds: [{ round: 1 }, { round: 2, amount: { amount: 70_000 } }],
  });
  return rounds[1]?.shortUrl ?? '';
}

test('a changed amount replaces the request: the old page is off, the customer is told of the new one', async () => {
  const { shortUrl, ...invoice } = await requested();
  await changed(invoice, 700);
  const page = await newPage(invoice);
  await expect(pays(shortUrl)).rejects.toThrow();
  await pays(page);
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'invoice.paid' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 });
  const { requests, togai, kept } = booksOf(stage(), invoice);
  expect(requests.map(({ status }) => status).sort()).toEqual(['cancelled', 'paid']);
  expect({ togai, kept }).toEqual({ togai: 'PAID', kept: 70_000 });
  const ids = requests.map(({ id }) => id);
  const told = stage().simulator.razorpay.state.notifications.filter(({ invoiceId }) =>
    ids.includes(invoiceId),
  );
  expect(told.map(({ invoiceId }) => invoiceId).sort()).toEqual([...ids].sort());
});

test('an amount that changes back asks for the former amount again, and ends nothing', async () => {
  const { shortUrl, ...invoice } = await requested();
  await changed(invoice, 700);
  await newPage(invoice);
  await changed(invoice, 500);
  const { rounds } = await until(stage(), invoice, {
    ...{ state: 'awaiting_customer', amountDue: { amount: 50_000 } },
    rounds: [{ round: 1 }, { round: 2 }, { round: 3, amount: { amount: 50_000 } }],
  });
  await expect(pays(shortUrl)).rejects.toThrow();
  await pays(rounds[2]?.shortUrl ?? '');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});

test('an amount below the minimum waits for a person, without a page', async () => {
  const { shortUrl, ...invoice } = await requested();
  await changed(invoice, 0.5);
  const { held, looks } = await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'amount_below_minimum' } },
  });
  await expect(pays(shortUrl)).rejects.toThrow();
  // Asked again, it is the same question: its age is not lost.
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await until(stage(), invoice, { state: 'held', looks: looks + 1 })).toMatchObject({ held });
  await changed(invoice, 500);
  await until(stage(), invoice, {
    ...{ state: 'awaiting_customer', rounds: [{ round: 1 }, { round: 2, amount: { amount: 50_000 } }] },
  });
});

test('a collection that is terminated and started again goes on with the new request', async () => {
  const invoice = await requested();
  await changed(invoice, 700);
  const page = await newPage(invoice);
  await terminate(stage(), invoice);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  expect(await newPage(invoice)).toBe(page);
  await pays(page);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 });
  expect(booksOf(stage(), invoice).requests).toHaveLength(2);
});

test('an amount that changes after the customer has paid is a matter for a person', async () => {
  const { shortUrl, ...invoice } = await requested();
  await inTogai(stage(), invoice, { totalAmount: 700 });
  await pays(shortUrl);
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'partial_needs_record_payment' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ requests: [{ status: 'paid' }], togai: 'DUE' });
});
