import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { findingsOf, reconcileWith } from './support/reconciling.js';
import {
  awayFromMidnight,
  paidInvoice,
  reconcileSettlementsOf,
  refundedInFull,
  settle,
} from './support/settling.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';

// A collection that looks by itself only after an hour, and no webhook: only a hint can wake it.
const stage = useStage({
  policy: { writeBack: 'record_payment', firstLookSeconds: 3_600, longestLookMinutes: 1_440 },
});

test('a collection paid in part, whose part is recorded and settled, differs from nothing and is left alone', async () => {
  await awayFromMidnight(stage());
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const part = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), part, 'success');
  await hint(stage(), invoice);
  const { looks } = await until(stage(), invoice, { state: 'collecting_rest' });
  expect(booksOf(stage(), invoice).togai).toBe('PARTIALLY_PAID');
  const query = `RazorpayPaymentIds = '${part.paymentId}'`;
  const visible = async (): Promise<number> => (await stage().client.workflow.count(query)).count;
  await expect.poll(visible, { timeout: 20_000 }).toBe(1);

  const { report } = await reconcileWith(stage(), { id: 'payments', reach: { days: 2 } });
  expect(report.parts.captures.read).toBeGreaterThan(0);
  expect(findingsOf(report, invoice)).toEqual([]);
  const day = await settle(stage());
  for (let hour = 0; hour < 3; hour += 1) {
    const settled = await reconcileSettlementsOf(stage(), day);
    expect(settled.report.settled.lines).toMatchObject([{ invoiceId: invoice.invoiceId, amount: 20_000 }]);
    expect(findingsOf(settled.report, invoice)).toEqual([]);
  }
  const news = { event: 'payment.settled', paymentId: part.paymentId };
  await stage().orchestrator.sendHint(ref(invoice), { evidence: 'reconciliation', ...news });
  await setTimeout(2_000);
  expect(await stage().orchestrator.getState(ref(invoice))).toMatchObject({
    state: 'collecting_rest',
    looks,
  });
});

test('an invoice paid in part that nobody collects any more is collected to its end, each part recorded once', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const part = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), part, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  await terminate(stage(), invoice);
  expect(booksOf(stage(), invoice).togai).toBe('PARTIALLY_PAID');

  const { report } = await reconcileWith(stage(), { id: 'stopped', reach: { days: 0 } });
  expect(findingsOf(report, invoice)).toEqual(['open_invoices: collection_stopped, started']);
  await until(stage(), invoice, { state: 'collecting_rest', paymentIds: [part.paymentId] });
  const rest = await pay(stage(), invoice, 'second', { ...netbanking, amount: 30_000 });
  await atTheBank(stage(), rest, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { togai, orders, writes } = booksOf(stage(), invoice);
  expect({ togai, orders: orders.length, writes: writes.map(({ kind }) => kind) }).toEqual({
    ...{ togai: 'PAID', orders: 1, writes: ['payment', 'payment'] },
  });
});

test('where payments are recorded, an invoice refunded in full that says PAID is right', async () => {
  const invoice = await refundedInFull(stage());
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', kept: 0 });
  await paidInvoice(stage());
  const { report } = await reconcileSettlementsOf(stage(), await settle(stage()));
  const lines = report.settled.lines.filter(({ invoiceId }) => invoiceId === invoice.invoiceId);
  expect(lines.map(({ kind }) => kind)).toContain('refund');
  expect(findingsOf(report, invoice)).toEqual([]);
});
