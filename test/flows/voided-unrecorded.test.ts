import { expect, test } from 'vitest';
import {
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
} from './support/shop.js';
import { eventsOf, terminate, workflowIdOf } from '../workflows/support/runs.js';

const stage = useStage({ policy: { writeBack: 'record_payment', voided: 'refund', lateWindowDays: 0 } });

const nothingKept = { kept: 0, togai: 'VOID', writes: [] };

test('money for a voided invoice of which Togai knows nothing goes back where payments are recorded, too', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  const books = booksOf(stage(), invoice);
  expect(books.refunds).toMatchObject([{ amount: 50_000, payment_id: answer.paymentId }]);
  expect(books).toMatchObject(nothingKept);
});

test('a run that was started again looks in Togai first whether an earlier one has recorded it', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { looks: 1 });
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  const events = await eventsOf(stage().client, workflowIdOf(invoice));
  const ran = events.flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  );
  expect(ran.filter((name) => name === 'recordPayment' || name === 'refundPayment')).toEqual([
    'recordPayment',
    'refundPayment',
  ]);
  expect(booksOf(stage(), invoice)).toMatchObject({ ...nothingKept, refunds: [{ amount: 50_000 }] });
});

test('of an invoice that was voided after a part was recorded nothing goes back without a person', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  const second = await pay(stage(), invoice, 'second');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { held: { reason: 'invoice_changed' }, amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'VOID' });
});
