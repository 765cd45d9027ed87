import { expect, test } from 'vitest';
import { HOUR } from '../../domain/clock.js';
import { wallClock } from '../../platform/clock.js';
import { createTogaiBillingSystem } from '../../providers/togai/billing-system.js';
import { createTogaiHttp } from '../../providers/togai/http.js';
import { togaiToken } from '../support/stage.js';
import { terminate, workflowIdOf } from '../workflows/support/runs.js';
import { latestRun } from './support/late.js';
import { payOnPage } from './support/paying.js';
import { findingsOf, later, reconcileWith } from './support/reconciling.js';
import { paidInvoice, reconcileSettlementsOf, refundedInFull, settle } from './support/settling.js';
import { daysOfRefunds, paidTooMuch } from './support/surplus.js';
import { atRazorpay, atTheBank, bill, booksOf, inTogai } from './support/shop.js';
import { outcomeOf, pay, ref, until, useStage, type Billed } from './support/shop.js';

const policy = { reconcileStarts: 'payment_request', lateWindowDays: 0 } as const;
const before = useStage({ policy });
/** A Temporal that remembers nothing, as after its retention; the providers are the same. */
const after = useStage({
  policy,
  throughProxy: (url) =>
    url.endsWith('/togai') ? before().simulator.togaiUrl : before().simulator.razorpayUrl,
});
const reconcile = () => after().orchestrator.reconcile({ connection: after().connection });

/** What a run leaves with its invoice that is terminated before it marks it paid. */
async function setOutToMark({ invoiceId }: Billed, paymentId: string): Promise<void> {
  const { togaiUrl: baseUrl } = before().simulator;
  const http = createTogaiHttp({ baseUrl, token: togaiToken, clock: wallClock });
  const billing = createTogaiBillingSystem(http, { settingNamespace: 'USER' });
  const kept = { keptPaymentIds: [paymentId], amount: 50_000, recordedByUs: 0 };
  const note = JSON.stringify({ outcome: 'paid', ...kept, marking: true });
  expect(await billing.writeOutcome(invoiceId, note)).toMatchObject({ ok: true });
  await billing.close();
}

test('a collection that ended and is forgotten is not begun again: its outcome is kept with the invoice', async () => {
  const invoice = await bill(before());
  await atTheBank(before(), await pay(before(), invoice, 'first'), 'failure');
  await before().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(before(), invoice);
  expect(findingsOf(await reconcile(), invoice)).toEqual(['open_invoices: ended_cancelled, listed']);
  expect(await latestRun(after(), workflowIdOf(invoice))).toBeUndefined();
});

test('money that a forgotten collection has counted is not looked at again', async () => {
  const invoice = await bill(before());
  await atTheBank(before(), await pay(before(), invoice, 'first'), 'success');
  await outcomeOf(before(), invoice);
  const report = await reconcile();
  expect(report.parts.captures.read).toBeGreaterThan(0);
  expect(findingsOf(report, invoice)).toEqual([]);
  expect(await latestRun(after(), workflowIdOf(invoice))).toBeUndefined();
});

test('what a forgotten collection counted is settled without a difference, direct or by a payment request', async () => {
  const direct = await paidInvoice(before());
  const request = await bill(before());
  await payOnPage(before(), request);
  await outcomeOf(before(), request);
  const { report } = await reconcileSettlementsOf(after(), await settle(before()));
  for (const { invoiceId } of [direct, request])
    expect(report.settled.lines.filter((line) => line.invoiceId === invoiceId)).toHaveLength(1);
  expect(report.parts.settlements).toMatchObject({ findings: [] });
  expect(report.settled.foreign).toBe(0);
});

test('what a forgotten collection had marked paid and gave back in full is listed while Togai says PAID', async () => {
  const invoice = await refundedInFull(before());
  const told = await refundedInFull(before());
  await inTogai(before(), invoice, { status: 'PAID' });
  // Razorpay takes a refund out of what comes in.
  await paidInvoice(before());
  await paidInvoice(before());
  const { report } = await reconcileSettlementsOf(after(), await settle(before()));
  expect(report.settled.lines.filter(({ invoiceId }) => invoiceId === told.invoiceId)).not.toEqual([]);
  expect(findingsOf(report, invoice)).toEqual(['settlements: invoice_paid, listed']);
  expect(findingsOf(report, told)).toEqual([]);
});

test('a forgotten collection that never ended goes on with its order', async () => {
  const invoice = await bill(before());
  const answer = await pay(before(), invoice, 'first');
  await terminate(before(), invoice);
  expect(findingsOf(await reconcile(), invoice)).toEqual(['open_invoices: collection_forgotten, started']);
  await atTheBank(before(), answer, 'success');
  expect(await outcomeOf(after(), invoice)).toMatchObject({ outcome: 'paid' });
  expect(booksOf(before(), invoice)).toMatchObject({ requests: [], kept: 50_000 });
});

test('a forgotten collection that had only set out to mark its invoice is taken up, with its money', async () => {
  const invoice = await bill(before());
  const answer = await pay(before(), invoice, 'first');
  await terminate(before(), invoice);
  await atTheBank(before(), answer, 'success');
  await setOutToMark(invoice, answer.paymentId);
  const findings = findingsOf(await reconcile(), invoice);
  expect(findings).toContain('open_invoices: collection_forgotten, started');
  expect(await outcomeOf(after(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(before(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID', writes: { length: 1 } });
});

test('where the policy says so, an invoice that nobody collects is asked for, once', async () => {
  const invoice = await bill(before());
  expect(findingsOf(await reconcile(), invoice)).toEqual(['open_invoices: never_collected, started']);
  await until(after(), invoice, { state: 'awaiting_customer', mode: 'payment_request' });
  expect(findingsOf(await reconcile(), invoice)).toEqual([]);
  expect(booksOf(before(), invoice).requests).toHaveLength(1);
});

test('a refund that a forgotten collection made, and that failed, is sent again', async () => {
  const invoice = await paidTooMuch(before());
  before().simulator.razorpay.failNextRefunds(1);
  await daysOfRefunds(before());
  // The settlements above have put Razorpay's clock ahead of ours, and no list goes past ours.
  const { report } = await reconcileWith(after(), { time: later(HOUR) });
  expect(findingsOf(report, invoice)).toEqual(['refunds: refund_failed, handed_over']);
  await until(after(), invoice, { state: 'refunding', waitingFor: 'refund_failed' });
  expect(booksOf(before(), invoice)).toMatchObject({ kept: 50_000, refunds: [{ amount: 20_000 }] });
});

test('money that a forgotten collection had only set out to count is found when a refund of it fails', async () => {
  const invoice = await bill(before());
  const answer = await pay(before(), invoice, 'first');
  await terminate(before(), invoice);
  await atTheBank(before(), answer, 'success');
  await setOutToMark(invoice, answer.paymentId);
  await inTogai(before(), invoice, { status: 'VOID' });
  before().simulator.razorpay.failNextRefunds(1);
  await atRazorpay(before(), `/payments/${answer.paymentId}/refund`, { amount: 50_000 });
  await daysOfRefunds(before());
  const { report } = await reconcileWith(after(), { id: 'set-out', reach: { days: 0 }, time: later(HOUR) });
  expect(findingsOf(report, invoice)).toEqual(['refunds: refund_failed, handed_over']);
  await until(after(), invoice, { state: 'held', amountPaid: 50_000 });
});
