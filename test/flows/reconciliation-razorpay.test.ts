import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../domain/clock.js';
import { invoicePaymentWorkflowId, strayPaymentWorkflowId } from '../../contracts/ids.js';
import { noteKeys } from '../../contracts/names.js';
import { foreignPayment, latestRun, strayOf, twinOrder } from './support/late.js';
import { deedsOf, findingsOf, later, reconcileWith } from './support/reconciling.js';
import { atTheBank, bill, booksOf, inTogai, outcomeOf, pay, ref, until, useStage } from './support/shop.js';

// A collection that looks by itself only after an hour, and no webhook: only reconciliation can wake it.
const stage = useStage({
  policy: { capture: 'manual', firstLookSeconds: 3_600, longestLookMinutes: 1_440, lateWindowDays: 0 },
});

test('an authorization that nears its expiry makes its collection look, which captures it', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await expect.poll(() => booksOf(stage(), invoice).payments[0]?.status).toBe('authorized');
  // Far from its expiry, and looked after: nobody is woken.
  const early = await reconcileWith(stage(), { id: 'early' });
  expect(findingsOf(early.report, invoice)).toEqual([]);

  const { report } = await reconcileWith(stage(), { id: 'near', time: later(3 * DAY) });
  expect(findingsOf(report, invoice)).toContain('authorizations: near_expiry, hinted');
  const { outcome, evidence } = await outcomeOf(stage(), invoice);
  expect(outcome).toBe('paid');
  expect(evidence).toContain('reconciliation');
});

test('an authorization that no collection looks after is handed over at any age', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'failure');
  // No open invoice leads to it, and no collection that was stopped.
  await inTogai(stage(), invoice, { status: 'VOID' });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
  stage().simulator.razorpay.lateAuthorize(answer.paymentId);
  const { report } = await reconcileWith(stage(), { id: 'voided' });
  expect(findingsOf(report, invoice)).toEqual([expect.stringMatching(/^authorizations: .*, handed_over$/)]);
  expect(await strayOf(stage(), answer.paymentId)).toMatchObject({ outcome: 'handed_over' });
  await until(stage(), invoice, { state: 'closing', paymentIds: [answer.paymentId] });
  expect(booksOf(stage(), invoice)).toMatchObject({ captured: 0, togai: 'VOID' });
});

test('an order that is attempted for over 15 minutes makes its collection look', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'failure');
  expect(booksOf(stage(), invoice).orders[0]?.status).toBe('attempted');
  const early = await reconcileWith(stage(), { id: 'fresh' });
  expect(findingsOf(early.report, invoice)).toEqual([]);
  await until(stage(), invoice, { state: 'awaiting_customer', looks: 0 });

  const { report } = await reconcileWith(stage(), { id: 'attempted', time: later(20 * MINUTE) });
  expect(findingsOf(report, invoice)).toEqual(['attempted_orders: attempted, hinted']);
  await until(stage(), invoice, { state: 'awaiting_attempt', looks: 1 });
});

test('the attempted order of a payment request makes its collection look as well', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds, looks } = await until(stage(), invoice, { state: 'awaiting_customer' });
  await stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'failure' });
  const [order] = booksOf(stage(), invoice).orders;
  expect(order).toMatchObject({ status: 'attempted', notes: [] });
  const early = await reconcileWith(stage(), { id: 'request-fresh' });
  expect(findingsOf(early.report, invoice)).toEqual([]);

  const { report } = await reconcileWith(stage(), { id: 'request', time: later(20 * MINUTE) });
  expect(findingsOf(report, invoice)).toEqual(['attempted_orders: attempted, hinted']);
  await until(stage(), invoice, {
    looks: looks + 1,
    failures: [{ orderId: order?.id, next: 'hosted_page' }],
  });
});

test('money of others is left alone, and what only names an invoice is listed', async () => {
  const invoice = await bill(stage());
  const { connection, invoiceId } = invoice;
  const nobodys = await foreignPayment(stage(), {});
  const names = { [noteKeys.connection]: connection, [noteKeys.invoiceId]: invoiceId };
  const naming = await foreignPayment(stage(), names);
  const { report } = await reconcileWith(stage(), { id: 'foreign' });
  expect(deedsOf(report)).toEqual({});
  expect(findingsOf(report, invoice)).toContain('captures: names_an_invoice, listed');
  for (const paymentId of [nobodys, naming])
    expect(await latestRun(stage(), strayPaymentWorkflowId(connection, paymentId))).toBeUndefined();
  expect(await latestRun(stage(), invoicePaymentWorkflowId(connection, invoiceId))).toBeUndefined();
});

test('a surplus that came after the end, and that no webhook told of, goes back once', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  const twin = await twinOrder(stage(), invoice);
  await atTheBank(stage(), { ...answer, next: twin.next }, 'failure');
  await atTheBank(stage(), answer, 'success');
  await stage().orchestrator.lookAgain({ connection: invoice.connection, invoiceId: invoice.invoiceId });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  stage().simulator.razorpay.lateAuthorize(twin.paymentId);
  const status = () => booksOf(stage(), invoice).payments.find(({ id }) => id === twin.paymentId)?.status;
  await expect.poll(status).toBe('captured');

  const { report } = await reconcileWith(stage(), { id: 'surplus' });
  expect(findingsOf(report, invoice)).toEqual(['captures: no_collection, handed_over']);
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  await outcomeOf(stage(), invoice);
  expect(findingsOf((await reconcileWith(stage(), { id: 'again' })).report, invoice)).toEqual([]);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID' });
  expect(booksOf(stage(), invoice).refunds).toHaveLength(1);
});
