import { expect, test } from 'vitest';
import type { ReconciliationReport } from '../../contracts/reconciliation.js';
import { foreignPayment, strayOf, twinOrder } from './support/late.js';
import { payOnPage } from './support/paying.js';
import {
  awayFromMidnight,
  paidInvoice,
  reconcileSettlementsOf,
  refundedInFull,
  settle,
} from './support/settling.js';
import {
  atRazorpay,
  atTheBank,
  bill,
  booksOf,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from './support/shop.js';

// A collection that looks by itself only after an hour, and no webhook: only a hint can wake it.
const stage = useStage({ policy: { firstLookSeconds: 3_600, longestLookMinutes: 1_440, lateWindowDays: 0 } });

/** What the settlements say of an invoice: findings, and kinds of lines. */
function toldOf({ parts, settled }: ReconciliationReport, { invoiceId }: Billed) {
  return {
    findings: parts.settlements.findings
      .filter((finding) => finding.invoiceId === invoiceId)
      .map(({ found, done }) => `${found}, ${done}`),
    lines: settled.lines.filter((line) => line.invoiceId === invoiceId).map(({ kind }) => kind),
  };
}

// The first test: a failed payment is waited for until the simulator's clock, which settlements set forward, is reached.
test('a settled payment that an ended collection did not count is handed over, and then counted', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'failure');
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await outcomeOf(stage(), invoice);
  stage().simulator.razorpay.lateAuthorize(answer.paymentId);
  const day = await settle(stage());

  const { report } = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(report, invoice).findings).toEqual(['settled_not_counted, handed_over']);
  expect(await strayOf(stage(), answer.paymentId)).toMatchObject({ outcome: 'handed_over' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const again = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(again.report, invoice)).toEqual({ findings: [], lines: ['payment'] });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', kept: 50_000, refunds: [] });
});

test('each settled invoice is told with fee, tax, settlement id and UTR, and agrees with its write-back', async () => {
  await awayFromMidnight(stage());
  const invoice = await paidInvoice(stage());
  await foreignPayment(stage(), {});
  const day = await settle(stage());
  const { report } = await reconcileSettlementsOf(stage(), day);
  const { settlements } = stage().simulator.razorpay.state;
  const [settlement] = [...settlements.values()].slice(-1);
  const { fee, tax } = booksOf(stage(), invoice).payments[0]!;
  expect(report.settled).toMatchObject({ day, foreign: 1, waiting: 0, leftOut: 0, unasked: 0 });
  const ofInvoice = report.settled.lines.filter(({ invoiceId }) => invoiceId === invoice.invoiceId);
  expect(ofInvoice).toEqual([
    {
      ...{ invoiceId: invoice.invoiceId, kind: 'payment', id: invoice.paymentId },
      ...{ paymentId: invoice.paymentId, currency: 'INR', amount: 50_000, fee, tax },
      ...{ settlementId: settlement!.id, utr: settlement!.utr },
    },
  ]);
  const of = report.settled.lines.length;
  expect(report.settled.sums).toEqual([
    {
      ...{ currency: 'INR', payments: of, amount: of * 50_000, fee: of * fee!, tax: of * tax! },
      ...{ refunds: 0, refunded: 0 },
    },
  ]);
  expect(fee).toBeGreaterThan(0);
  expect(report.parts.settlements).toMatchObject({ read: of + 1, findings: [] });
  expect(report.parts.settlements.failed).toBeUndefined();
});

test('a running collection whose settled invoice is not paid is made to look, and marks it', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  const day = await settle(stage());
  await until(stage(), invoice, { looks: 0 });
  const { report } = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(report, invoice).findings).toEqual(['invoice_due, hinted']);
  const { outcome, evidence } = await outcomeOf(stage(), invoice);
  expect({ outcome, evidence }).toMatchObject({ outcome: 'paid' });
  expect(evidence).toContain('reconciliation');
});

test('what somebody has done in Togai or at Razorpay to a paid invoice is listed, and nothing is done about it', async () => {
  const voided = await paidInvoice(stage());
  const returned = await paidInvoice(stage());
  await inTogai(stage(), voided, { status: 'VOID' });
  await atRazorpay(stage(), `/payments/${returned.paymentId}/refund`, { amount: 20_000 });
  const day = await settle(stage());
  const { report } = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(report, voided)).toEqual({ findings: ['invoice_void, listed'], lines: ['payment'] });
  expect(toldOf(report, returned)).toEqual({
    findings: ['refund_not_counted, listed'],
    lines: ['refund', 'payment'],
  });
  expect(booksOf(stage(), voided)).toMatchObject({ kept: 50_000, togai: 'VOID' });
  expect(booksOf(stage(), returned)).toMatchObject({ kept: 30_000, togai: 'PAID' });
});

test('a fee or tax that is not what the payment says is listed with both, and one that is not known yet is not', async () => {
  const charged = await paidInvoice(stage());
  const unknown = await paidInvoice(stage());
  const day = await settle(stage());
  const own = booksOf(stage(), charged).payments[0]!;
  const settled = { fee: own.fee, tax: own.tax };
  Object.assign(own, { fee: 1_000, tax: 100 });
  Object.assign(booksOf(stage(), unknown).payments[0]!, { fee: null, tax: null });
  const { report } = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(report, unknown).findings).toEqual([]);
  expect(report.parts.settlements.findings).toContainEqual({
    ...{ subject: charged.paymentId, invoiceId: charged.invoiceId, found: 'fee_differs', done: 'listed' },
    fees: { settled, payment: { fee: 1_000, tax: 100 } },
  });
  expect(toldOf(report, charged).findings).toEqual(['fee_differs, listed']);
});

test('an invoice refunded in full that says PAID all the same is listed, one that says so is not', async () => {
  const forgotten = await refundedInFull(stage());
  const told = await refundedInFull(stage());
  expect(booksOf(stage(), told)).toMatchObject({ togai: 'REFUND_INITIATED', kept: 0 });
  await inTogai(stage(), forgotten, { status: 'PAID' });
  // Razorpay takes a refund out of what comes in.
  await paidInvoice(stage());
  const { report } = await reconcileSettlementsOf(stage(), await settle(stage()));
  expect(toldOf(report, forgotten).findings).toEqual(['invoice_paid, listed']);
  expect(toldOf(report, told).findings).toEqual([]);
  expect(toldOf(report, told).lines.sort()).toEqual(['payment', 'refund']);
});

test('a settled surplus goes back once, and then differs from nothing', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  const twin = await twinOrder(stage(), invoice);
  await atTheBank(stage(), { ...answer, next: twin.next }, 'success');
  await atTheBank(stage(), answer, 'success');
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const day = await settle(stage());
  const { report } = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(report, invoice)).toEqual({
    ...{ findings: ['settled_not_counted, handed_over'], lines: ['payment', 'payment'] },
  });
  await expect.poll(() => booksOf(stage(), invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  await outcomeOf(stage(), invoice);
  // Razorpay takes a refund out of what comes in.
  await paidInvoice(stage());
  await paidInvoice(stage());
  const again = await reconcileSettlementsOf(stage(), await settle(stage()));
  expect(toldOf(again.report, invoice).findings).toEqual([]);
  expect(toldOf(again.report, invoice).lines.sort()).toEqual(['payment', 'payment', 'refund']);
});

test('a payment request is matched as well, and pages of two over several runs tell what one page tells', async () => {
  const invoice = await bill(stage());
  await payOnPage(stage(), invoice);
  await stage().orchestrator.lookAgain(ref(invoice));
  await outcomeOf(stage(), invoice);
  const day = await settle(stage());
  const whole = await reconcileSettlementsOf(stage(), day);
  expect(toldOf(whole.report, invoice)).toEqual({ findings: [], lines: ['payment'] });
  const parts = await reconcileSettlementsOf(stage(), day, { pageSize: 2, eventsPerRun: 40 });
  const { settled } = parts.report;
  expect(settled).toEqual(whole.report.settled);
  expect(parts.report.parts.settlements).toEqual(whole.report.parts.settlements);
  const description = await stage().client.workflow.getHandle(parts.workflowId).describe();
  expect(description.runId).not.toBe(parts.runId);
});
