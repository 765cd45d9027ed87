import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import type { CollectionView, Round } from '../../contracts/collection.js';
import { findingsOf } from './support/reconciling.js';
import {
  atRazorpay,
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from './support/shop.js';

const stage = useStage({ policy: { writeBack: 'record_payment', lateWindowDays: 0 } });

async function request(invoice: Billed): Promise<void> {
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
}

/** A direct collection that ended when ₹300 of ₹500 were paid; the rest is asked for on a page. */
async function endedInPart(): Promise<Billed> {
  const invoice = await bill(stage());
  const order = { partial_payment: true };
  const part = await pay(stage(), invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await atTheBank(stage(), part, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'partially_paid', amountPaid: 30_000 });
  await request(invoice);
  return invoice;
}

/** The page over ₹500 was paid after the invoice had risen to ₹700, and before we looked. */
async function paidBeforeARise(): Promise<Billed> {
  const invoice = await bill(stage());
  await request(invoice);
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  await inTogai(stage(), invoice, { totalAmount: 700 });
  await payOn(rounds[0]);
  await changed(invoice);
  return invoice;
}

async function changed(invoice: Billed): Promise<void> {
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
}

const payOn = (round: Round | undefined): Promise<string> =>
  stage().customer.payHostedInvoice(round?.shortUrl ?? '', { method: 'card', outcome: 'success' });

/** When there is a page in this round, over so many subunits. */
async function pageOf(invoice: Billed, round: number, amount: number): Promise<Round | undefined> {
  const has = ({ rounds }: CollectionView): number | undefined =>
    rounds.find((known) => known.round === round && known.razorpayInvoiceId !== undefined)?.amount.amount;
  await expect
    .poll(async () => has(await stage().orchestrator.getState(ref(invoice))), { timeout: 20_000 })
    .toBe(amount);
  return (await stage().orchestrator.getState(ref(invoice))).rounds.at(-1);
}

async function paidInTwoParts(invoice: Billed, ...parts: number[]): Promise<void> {
  const due = parts.reduce((sum, part) => sum + part, 0);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: due });
  const { refunds, togai, writes, payments } = booksOf(stage(), invoice);
  expect({ refunds, togai }).toEqual({ refunds: [], togai: 'PAID' });
  expect(payments.map(({ amount }) => amount)).toEqual(parts);
  expect(writes.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount)).toEqual(parts);
}

const requestsOf = (invoice: Billed) =>
  booksOf(stage(), invoice).requests.map(({ status, amount }) => `${status} ${amount}`);

test('the rest of an invoice that was paid in part directly is asked for on a page', async () => {
  const invoice = await endedInPart();
  await payOn(await pageOf(invoice, 2, 20_000));
  await paidInTwoParts(invoice, 30_000, 20_000);
  expect(requestsOf(invoice)).toEqual(['paid 20000']);
});

test('a page that was paid after the amount had risen is followed by one over the rest', async () => {
  const invoice = await paidBeforeARise();
  await payOn(await pageOf(invoice, 2, 20_000));
  await paidInTwoParts(invoice, 50_000, 20_000);
  expect(requestsOf(invoice)).toEqual(['paid 50000', 'paid 20000']);
});

test.each([
  { name: 'a direct part', begin: endedInPart, parts: [30_000, 20_000] },
  { name: 'a page that was paid', begin: paidBeforeARise, parts: [50_000, 20_000] },
])('a page over the rest, after $name, is found again after a termination, not issued again', async (of) => {
  const invoice = await of.begin();
  const page = await pageOf(invoice, 2, 20_000);
  await terminate(stage(), invoice);
  await request(invoice);
  const again = await pageOf(invoice, 2, 20_000);
  expect(again?.razorpayInvoiceId).toBe(page?.razorpayInvoiceId);
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest', amountPaid: of.parts[0] });
  const before = requestsOf(invoice);
  expect(before.filter((request) => request.startsWith('issued'))).toEqual(['issued 20000']);
  await payOn(page);
  await paidInTwoParts(invoice, ...of.parts);
  expect(requestsOf(invoice)).toHaveLength(before.length);
});

test('a page over the rest is replaced when the rest changes, and ends the collection when it is cancelled', async () => {
  const invoice = await paidBeforeARise();
  const page = await pageOf(invoice, 2, 20_000);
  await inTogai(stage(), invoice, { totalAmount: 800 });
  await changed(invoice);
  const next = await pageOf(invoice, 3, 30_000);
  await expect(payOn(page)).rejects.toThrow();
  await atRazorpay(stage(), `/invoices/${next?.razorpayInvoiceId}/cancel`, {});
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'partially_paid', amountPaid: 50_000 });
  expect(requestsOf(invoice)).toEqual(['paid 50000', 'cancelled 20000', 'cancelled 30000']);
});

test('a page over the rest that is cancelled while no run is there is not sent again', async () => {
  const invoice = await paidBeforeARise();
  const page = await pageOf(invoice, 2, 20_000);
  await terminate(stage(), invoice);
  await atRazorpay(stage(), `/invoices/${page?.razorpayInvoiceId}/cancel`, {});
  const report = await stage().orchestrator.reconcile({ connection: stage().connection });
  expect(findingsOf(report, invoice)).toEqual(['open_invoices: collection_stopped, started']);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    ...{ outcome: 'partially_paid', reason: 'cancelled', amountPaid: 50_000 },
  });
  expect(requestsOf(invoice)).toEqual(['paid 50000', 'cancelled 20000']);
});

test.each([
  { name: 'a part of it', amount: 10_000 },
  { name: 'all of it', amount: 50_000 },
])('a page over the rest asks for no more when the merchant gives back $name', async ({ amount }) => {
  const invoice = await paidBeforeARise();
  const page = await pageOf(invoice, 2, 20_000);
  const [first] = booksOf(stage(), invoice).payments;
  await atRazorpay(stage(), `/payments/${first?.id}/refund`, { amount });
  await hint(stage(), invoice);
  const { looks } = await until(stage(), invoice, { amountPaid: 50_000 - amount });
  await changed(invoice);
  await expect
    .poll(async () => (await stage().orchestrator.getState(ref(invoice))).looks, { timeout: 20_000 })
    .toBeGreaterThan(looks + 1);
  expect(requestsOf(invoice)).toEqual(['paid 50000', 'issued 20000']);
  await payOn(page);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 - amount });
});

test('a rest below the minimum waits for a person, without a page', async () => {
  const invoice = await bill(stage());
  await request(invoice);
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  await inTogai(stage(), invoice, { totalAmount: 500.5 });
  await payOn(rounds[0]);
  await changed(invoice);
  await until(stage(), invoice, { state: 'held', held: { reason: 'amount_below_minimum' } });
  expect(requestsOf(invoice)).toEqual(['paid 50000']);
});
