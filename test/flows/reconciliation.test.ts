import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { strayPaymentWorkflowId } from '../../contracts/ids.js';
import { latestRun, strayOf } from './support/late.js';
import { deedsOf, findingsOf } from './support/reconciling.js';
import { atTheBank, bill, booksOf, outcomeOf, pay, ref, until, useStage } from './support/shop.js';

// No webhook is delivered anywhere, and nothing is waited for after a failure.
const stage = useStage({ policy: { lateWindowDays: 0, longestLookMinutes: 1 } });
const reconcile = () => stage().orchestrator.reconcile({ connection: stage().connection });

test('a terminated collection whose money came is started again, and marks its invoice paid once', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  await atTheBank(stage(), answer, 'success');

  const report = await reconcile();
  expect(findingsOf(report, invoice)).toContain('open_invoices: collection_stopped, started');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { togai, kept, orders, writes } = booksOf(stage(), invoice);
  expect({ togai, kept, orders: orders.length, writes: writes.length }).toEqual({
    ...{ togai: 'PAID', kept: 50_000, orders: 1, writes: 1 },
  });

  // What is repaired is not found again.
  const again = await reconcile();
  expect(findingsOf(again, invoice)).toEqual([]);
  expect(deedsOf(again)).toEqual({});
});

test('a terminated payment request goes on as one, with the same page', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await terminate(stage(), invoice);
  expect(findingsOf(await reconcile(), invoice)).toEqual(['open_invoices: collection_stopped, started']);
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer', mode: 'payment_request' });
  expect(booksOf(stage(), invoice).requests).toHaveLength(1);
  await stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
});

test('a capture that came after a collection was given up is handed over, and only once', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'failure');
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled' });
  stage().simulator.razorpay.lateAuthorize(answer.paymentId);

  const report = await reconcile();
  expect(findingsOf(report, invoice)).toEqual([
    ...['open_invoices: ended_cancelled, listed', 'captures: collection_ended, handed_over'],
  ]);
  expect(await strayOf(stage(), answer.paymentId)).toMatchObject({ outcome: 'handed_over' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const run = await latestRun(stage(), strayPaymentWorkflowId(invoice.connection, answer.paymentId));

  expect(findingsOf(await reconcile(), invoice)).toEqual([]);
  expect(await latestRun(stage(), strayPaymentWorkflowId(invoice.connection, answer.paymentId))).toBe(run);
  const { togai, kept, writes, refunds } = booksOf(stage(), invoice);
  expect({ togai, kept, writes: writes.length, refunds }).toEqual({
    ...{ togai: 'PAID', kept: 50_000, writes: 1, refunds: [] },
  });
});

test('an invoice that nobody ever collected is listed, and left alone by the default policy', async () => {
  const invoice = await bill(stage());
  const report = await reconcile();
  expect(findingsOf(report, invoice)).toEqual(['open_invoices: never_collected, listed']);
  expect(report.parts.accounts.findings).toContainEqual({
    ...{ subject: invoice.accountId, invoiceId: undefined },
    ...{ found: 'customer_id_missing', done: 'listed' },
  });
  expect(booksOf(stage(), invoice)).toMatchObject({ orders: [], requests: [] });
});

test('nothing is done about collections that run or have ended well', async () => {
  const paid = await bill(stage());
  await atTheBank(stage(), await pay(stage(), paid, 'first'), 'success');
  await outcomeOf(stage(), paid);
  const open = await bill(stage());
  await pay(stage(), open, 'first');
  const report = await reconcile();
  expect(deedsOf(report)).toEqual({});
  expect([...findingsOf(report, paid), ...findingsOf(report, open)]).toEqual([]);
  expect(report.parts.captures.read).toBeGreaterThanOrEqual(2);
  expect(report.parts.open_invoices.read).toBeGreaterThanOrEqual(1);
});
