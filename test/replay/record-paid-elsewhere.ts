import { test } from 'vitest';
import { foreignPayment, heldStray } from '../flows/support/late.js';
import { atRazorpay, atTheBank, bill, hint, inTogai, netbanking } from '../flows/support/shop.js';
import { outcomeOf, pay, ref, until } from '../flows/support/shop.js';
import { recordCollection, recordEnd, useRecordedStage } from './recording.js';

const manual = useRecordedStage({ policy: { capture: 'manual' } });
const plain = useRecordedStage();

test('called paid by mistake while an attempt is open, then due again', async () => {
  const stage = manual();
  const invoice = await bill(stage);
  const first = await pay(stage, invoice, 'first');
  await inTogai(stage, invoice, { status: 'PAID' });
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'closing' });
  await inTogai(stage, invoice, { status: 'DUE' });
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'awaiting_customer' });
  const second = await pay(stage, invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage, first, 'success');
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'closing', amountPaid: 50_000 });
  await atTheBank(stage, second, 'failure');
  await recordEnd(stage, 'paid-then-due-again', invoice);
});

test('voided by mistake while a page is open, then due again and asked for on another', async () => {
  const stage = manual();
  const invoice = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const before = await until(stage, invoice, { state: 'awaiting_customer' });
  const page = before.rounds[0]?.shortUrl ?? '';
  // Something under way keeps it closing, and not ended.
  await stage.customer.payHostedInvoice(page, { method: 'card', outcome: 'failure' });
  await inTogai(stage, invoice, { status: 'VOID' });
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
  await inTogai(stage, invoice, { status: 'DUE' });
  await stage.orchestrator.lookAgain(ref(invoice));
  const { rounds } = await until(stage, invoice, {
    ...{ state: 'awaiting_customer', rounds: [{ round: 1 }, { round: 2 }] },
  });
  await stage.customer.payHostedInvoice(rounds[1]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await recordEnd(stage, 'voided-then-due-again', invoice);
});

test('an attempt on an order of its own, after all money of the first went back', async () => {
  const stage = plain();
  const invoice = await bill(stage);
  const first = await pay(stage, invoice, 'first');
  await inTogai(stage, invoice, { status: 'PAID' });
  await atTheBank(stage, first, 'success');
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  await atRazorpay(stage, `/payments/${first.paymentId}/refund`, {});
  await inTogai(stage, invoice, { status: 'DUE' });
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'awaiting_attempt', amountPaid: 0 });
  await atTheBank(stage, await pay(stage, invoice, 'second'), 'success');
  await recordEnd(stage, 'spent-order', invoice);
});

test('paid in another way while its page is open, which is switched off', async () => {
  const stage = plain();
  const invoice = await bill(stage);
  const { connection, invoiceId } = invoice;
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage, invoice, { state: 'awaiting_customer' });
  const paymentId = await foreignPayment(stage, { po_connection: connection, po_invoice: invoiceId });
  await stage.orchestrator.reportStrayPayment({ connection, paymentId });
  await heldStray(stage, paymentId);
  await stage.orchestrator.acceptStrayPayment({ connection, paymentId });
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'page-of-a-paid-invoice', invoice);
});
