import { expect, test } from 'vitest';
import { foreignPayment } from '../flows/support/late.js';
import { paidInvoice, reconcileSettlementsOf, refundedInFull, settle } from '../flows/support/settling.js';
import { booksOf, inTogai } from '../flows/support/shop.js';
import { record, useRecordedStage } from './recording.js';

// One stage each: a day's list has all that was settled on it, and each history is to follow one path.
const policy = { firstLookSeconds: 3_600, longestLookMinutes: 1_440, lateWindowDays: 0 };
const charging = useRecordedStage({ policy });
const refunding = useRecordedStage({ policy });

test('a settled fee that is not what the payment says', async () => {
  const stage = charging();
  const invoice = await paidInvoice(stage);
  const { invoiceId } = invoice;
  const day = await settle(stage);
  Object.assign(booksOf(stage, invoice).payments[0]!, { fee: 1_000, tax: 100 });
  const { report, workflowId } = await reconcileSettlementsOf(stage, day);
  // Or the payment was not asked for its fee.
  expect(report.parts.settlements.findings).toMatchObject([{ invoiceId, found: 'fee_differs' }]);
  await record(stage, 'settled-fees', workflowId);
});

test('a settled invoice that was refunded in full and says PAID all the same', async () => {
  const stage = refunding();
  const invoice = await refundedInFull(stage);
  const { invoiceId } = invoice;
  await inTogai(stage, invoice, { status: 'PAID' });
  // Razorpay takes a refund out of what comes in; of a payment that is not ours nothing is compared.
  await foreignPayment(stage, {});
  const { report, workflowId } = await reconcileSettlementsOf(stage, await settle(stage));
  // Or Togai was not asked for its status.
  expect(report.parts.settlements.findings).toMatchObject([{ invoiceId, found: 'invoice_paid' }]);
  await record(stage, 'settled-refunds', workflowId);
});
