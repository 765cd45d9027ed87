import { afterAll, expect, test } from 'vitest';
import { receiptFor } from '../../contracts/receipt.js';
import type { ReconciliationPart, ReconciliationReport } from '../../contracts/reconciliation.js';
import { openGate } from './support/gate.js';
import { foreignPayment } from './support/late.js';
import { reconcileWith } from './support/reconciling.js';
import { awayFromMidnight, paidInvoice, reconcileSettlementsOf, settle } from './support/settling.js';
import { atRazorpay, bill, useStage } from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

/** A reconciliation while a provider refuses to tell of one object. */
async function without(
  path: string,
  reconciled: () => Promise<{ readonly report: ReconciliationReport }>,
): Promise<ReconciliationReport> {
  gate.answer(path, 403);
  try {
    return (await reconciled()).report;
  } finally {
    gate.answer(path, undefined);
  }
}

function foundIn({ parts }: ReconciliationReport, part: ReconciliationPart, subject: string): string[] {
  expect(parts[part].failed).toBeUndefined();
  return parts[part].findings
    .filter((finding) => finding.subject === subject)
    .map(({ found, done }) => `${found}, ${done}`);
}

const small = { days: 1, pageSize: 1 };

// Whichever of two comes first in its list must not cost the other.
test('an invoice or a payment that cannot be read costs no other in its list', async () => {
  const { connection } = stage();
  const invoices = [await bill(stage()), await bill(stage())];
  const payments = [await foreignPayment(stage(), {}), await foreignPayment(stage(), {})];
  for (const [index, { invoiceId }] of invoices.entries()) {
    const receipt = new URLSearchParams({ receipt: receiptFor(connection, invoiceId, 1) });
    const report = await without(`/v1/orders?${receipt.toString()}`, () =>
      reconcileWith(stage(), { id: 'unreadable', reach: { days: 0 } }),
    );
    expect(foundIn(report, 'open_invoices', invoiceId)).toEqual(['unreadable, listed']);
    const other = invoices[1 - index]!.invoiceId;
    expect(foundIn(report, 'open_invoices', other)).toEqual(['never_collected, listed']);
  }
  const [first, second] = payments;
  gate.answer(`/v1/payments/${first!}`, 403);
  const report = await without(`/v1/payments/${second!}`, () =>
    reconcileWith(stage(), { id: 'unreadable', reach: small }),
  );
  gate.answer(`/v1/payments/${first!}`, undefined);
  for (const payment of payments)
    expect(foundIn(report, 'captures', payment)).toEqual(['unreadable, listed']);
});

test('an account that cannot be read any more costs no other account its comparison', async () => {
  const accounts = [await bill(stage()), await bill(stage())];
  for (const { accountId, connection } of accounts)
    await stage().orchestrator.syncCustomer({ connection, accountId });
  for (const { accountId } of accounts) {
    const report = await without(`/togai/accounts/${accountId}`, () =>
      reconcileWith(stage(), { id: 'unreadable', reach: { days: 0 } }),
    );
    expect(foundIn(report, 'customers', accountId)).toEqual(['unreadable, listed']);
    expect(report.parts.customers.read).toBe(2);
  }
});

test('a settled payment that cannot be read costs no other invoice its comparison', async () => {
  await awayFromMidnight(stage());
  const invoices = [await paidInvoice(stage()), await paidInvoice(stage())];
  for (const { paymentId } of invoices)
    await atRazorpay(stage(), `/payments/${paymentId}/refund`, { amount: 20_000 });
  const day = await settle(stage());
  for (const [index, { invoiceId, paymentId }] of invoices.entries()) {
    const report = await without(`/v1/payments/${paymentId}`, () => reconcileSettlementsOf(stage(), day));
    expect(foundIn(report, 'settlements', invoiceId)).toEqual(['unreadable, listed']);
    const others = report.parts.settlements.findings.filter(
      (finding) => finding.invoiceId === invoices[1 - index]!.invoiceId,
    );
    expect(others.map(({ found }) => found)).toEqual(['refund_not_counted']);
    expect(report.settled).toMatchObject({ unreadable: 0 });
  }
});
