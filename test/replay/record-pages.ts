import { expect, test } from 'vitest';
import type { CollectionView } from '../../contracts/collection.js';
import { atRazorpay, atTheBank, bill, booksOf, hint, inTogai, netbanking } from '../flows/support/shop.js';
import { outcomeOf, pay, ref, until, type Billed } from '../flows/support/shop.js';
import type { Stage } from '../support/stage.js';
import { terminate } from '../workflows/support/runs.js';
import { recordCollection, recordEnd, useRecordedStage } from './recording.js';

const recording = useRecordedStage({ policy: { writeBack: 'record_payment', lateWindowDays: 0 } });
const plain = useRecordedStage();

async function request(stage: Stage, invoice: Billed): Promise<void> {
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
}

/** Rupees in all. */
async function changeTo(stage: Stage, invoice: Billed, totalAmount: number): Promise<void> {
  await inTogai(stage, invoice, { totalAmount });
  await stage.orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
}

async function payOnNewest(stage: Stage, { rounds }: CollectionView): Promise<void> {
  const page = rounds.at(-1)?.shortUrl ?? '';
  await stage.customer.payHostedInvoice(page, { method: 'card', outcome: 'success' });
}

test('a page paid after the amount had risen, then one over the rest, replaced when that rises, too', async () => {
  const stage = recording();
  const invoice = await bill(stage);
  await request(stage, invoice);
  const first = await until(stage, invoice, { state: 'awaiting_customer' });
  await inTogai(stage, invoice, { totalAmount: 700 });
  await payOnNewest(stage, first);
  await changeTo(stage, invoice, 700);
  await until(stage, invoice, { rounds: [{ round: 1 }, { round: 2, amount: { amount: 20_000 } }] });
  await changeTo(stage, invoice, 800);
  const last = await until(stage, invoice, {
    rounds: [{ round: 1 }, { round: 2 }, { round: 3, amount: { amount: 30_000 } }],
  });
  await payOnNewest(stage, last);
  await recordEnd(stage, 'payment-request-for-the-rest', invoice);
  // Or a page was left open, or asked for what was paid.
  expect(booksOf(stage, invoice)).toMatchObject({
    ...{ togai: 'PAID', kept: 80_000, refunds: [] },
    requests: [{ status: 'paid' }, { status: 'cancelled' }, { status: 'paid' }],
  });
});

test('a page over the rest of a collection that ended when a part was paid directly', async () => {
  const stage = recording();
  const invoice = await bill(stage);
  const order = { partial_payment: true };
  const part = await pay(stage, invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await atTheBank(stage, part, 'success');
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'collecting_rest' });
  await stage.orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'partially_paid' });
  await request(stage, invoice);
  const rest = await until(stage, invoice, {
    rounds: [{ round: 1 }, { round: 2, amount: { amount: 20_000 } }],
  });
  await payOnNewest(stage, rest);
  await recordEnd(stage, 'payment-request-after-a-part', invoice);
});

test('a page that the merchant cancels at Razorpay while its collection is stopped', async () => {
  const stage = plain();
  const invoice = await bill(stage);
  await request(stage, invoice);
  const { rounds } = await until(stage, invoice, { state: 'awaiting_customer' });
  await terminate(stage, invoice);
  await atRazorpay(stage, `/invoices/${rounds[0]?.razorpayInvoiceId}/cancel`, {});
  await stage.orchestrator.reconcile({ connection: stage.connection });
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'cancelled' });
  await recordCollection(stage, 'payment-request-cancelled-while-stopped', invoice);
});
