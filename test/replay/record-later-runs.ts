import { afterAll, test } from 'vitest';
import { openGate } from '../flows/support/gate.js';
import { terminate } from '../workflows/support/runs.js';
import { atTheBank, bill, hint, inTogai, nameCustomer, netbanking } from '../flows/support/shop.js';
import { outcomeOf, pay, ref, until, type Billed } from '../flows/support/shop.js';
import type { Stage } from '../support/stage.js';
import { recordCollection, recordEnd, useRecordedStage } from './recording.js';

const manual = useRecordedStage({ policy: { capture: 'manual' } });
const gate = await openGate();
afterAll(() => gate.close());
// What may be on its way is given three seconds.
const recording = useRecordedStage({
  throughProxy: (url) => gate.through(url),
  policy: { writeBack: 'record_payment', unknownAfterMinutes: 0.05, firstLookSeconds: 60 },
});

/** Authorized at Razorpay, and the run that asked for it was terminated. */
async function authorized(stage: Stage): Promise<Billed> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await terminate(stage, invoice);
  await atTheBank(stage, answer, 'success');
  return invoice;
}

test.each([
  [
    'its customer',
    'money-before-a-customer',
    (invoice: Billed) => nameCustomer(manual(), invoice, 'verifone-4711'),
  ],
  [
    'Togai to finalize it',
    'money-before-finalization',
    (invoice: Billed) => inTogai(manual(), invoice, { finalizingStatus: 'FINALIZING' }),
  ],
] as const)('money that an earlier run asked for, captured before %s', async (_what, name, spoil) => {
  const stage = manual();
  const invoice = await authorized(stage);
  await spoil(invoice);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await outcomeOf(stage, invoice);
  await recordCollection(stage, name, invoice);
});

test('money that an earlier run asked for, seen before an amount that can be asked for', async () => {
  const stage = manual();
  const invoice = await authorized(stage);
  await inTogai(stage, invoice, { totalAmount: 0.99 });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  // An amount too small to ask for holds only what has nothing to look after.
  await until(stage, invoice, { state: 'authorized' });
  await inTogai(stage, invoice, { totalAmount: 500 });
  await stage.orchestrator.lookAgain(ref(invoice));
  await outcomeOf(stage, invoice);
  await recordCollection(stage, 'money-before-an-amount', invoice);
});

test('a payment request after an attempt that failed, which waits for its customer', async () => {
  const stage = manual();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await terminate(stage, invoice);
  await atTheBank(stage, answer, 'failure');
  nameCustomer(stage, invoice, 'verifone-4711');
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage, invoice, { state: 'held', held: { reason: 'customer_id_invalid' } });
  nameCustomer(stage, invoice, '');
  await hint(stage, invoice);
  const { rounds } = await until(stage, invoice, {
    ...{ state: 'awaiting_customer', rounds: [{ round: 1 }, { round: 2 }] },
  });
  await stage.customer.payHostedInvoice(rounds[1]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await recordEnd(stage, 'payment-request-before-a-customer', invoice);
});

test('a record that an earlier run has sent, waited for until it shows', async () => {
  const stage = recording();
  const invoice = await bill(stage);
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const part = await pay(stage, invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await atTheBank(stage, part, 'success');
  const broken = gate.breakNext('/togai/payments');
  await hint(stage, invoice);
  const lost = await broken;
  // The step that sent it goes on asking what became of it.
  gate.answer('/togai/invoices', 503);
  await terminate(stage, invoice);
  gate.answer('/togai/invoices', undefined);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage, invoice, { state: 'captured', waitingFor: 'togai_to_show_an_earlier_record' });
  await lost.arrive();
  await until(stage, invoice, { state: 'collecting_rest', amountPaid: 30_000 });
  await recordCollection(stage, 'record-of-an-earlier-run', invoice);
});
