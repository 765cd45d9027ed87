import { expect, test } from 'vitest';
import { PaymentOrchestrator } from '../../client/index.js';
import type { SeedInvoice } from '../../testbed/simulator/seed-togai.js';
import { bill, booksOf, inTogai, netbanking, outcomeOf, ref, until, useStage } from './support/shop.js';
import { eventsOf, workflowIdOf } from '../workflows/support/runs.js';

const stage = useStage();

const never: readonly (readonly [string, Partial<SeedInvoice>, reason: string])[] = [
  ['DRAFT', { status: 'DRAFT' }, 'invoice_draft'],
  ['PAID', { status: 'PAID' }, 'invoice_paid'],
  ['VOID', { status: 'VOID' }, 'invoice_void'],
  ['MERGED', { status: 'MERGED' }, 'invoice_merged'],
  ['UN_COLLECTIBLE', { status: 'UN_COLLECTIBLE' }, 'invoice_uncollectible'],
  ['REFUND_INITIATED', { status: 'REFUND_INITIATED' }, 'invoice_refunded'],
  ['REFUND_COMPLETED', { status: 'REFUND_COMPLETED' }, 'invoice_refunded'],
  ['of zero', { amount: 0 }, 'nothing_due'],
  ['that credits have paid', { amountPaid: 50_000 }, 'nothing_due'],
];

test.each(never)('an invoice %s is not collected, and the reason is said', async (_name, invoice, reason) => {
  const billed = await bill(stage(), invoice);
  await stage().orchestrator.collectInvoice({ ...ref(billed), mode: 'payment_request' });
  expect(await outcomeOf(stage(), billed)).toMatchObject({
    outcome: 'nothing_to_collect',
    reason,
    amountPaid: 0,
  });
  const { requests, orders, writes } = booksOf(stage(), billed);
  expect({
    requests,
    orders,
    writes: writes.filter(({ to }) => to === 'PAID' && reason !== 'invoice_paid'),
  }).toEqual({
    requests: [],
    orders: [],
    writes: [],
  });
});

test.each([
  ['PAID', 'ALREADY_PAID'],
  ['VOID', 'NOT_COLLECTABLE'],
] as const)('a checkout for a %s invoice is told %s', async (status, code) => {
  const attempt = { ...ref(await bill(stage(), { status })), attemptId: 'first', payment: netbanking };
  await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({ code });
});

test('an invoice nobody knows fails by name', async () => {
  const unknown = { connection: stage().connection, invoiceId: 'inv.never.made' };
  const attempt = { ...unknown, attemptId: 'first', payment: netbanking };
  await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({
    code: 'INVOICE_NOT_FOUND',
  });
  expect(await outcomeOf(stage(), unknown)).toMatchObject({ outcome: 'failed', reason: 'invoice_not_found' });
});

test.each([
  ['under ₹1', { amount: 99 }, 'amount_below_minimum'],
  ['of KWD 1.005', { amount: 1_005, currency: 'KWD' }, 'amount_not_expressible'],
] as const)('an amount %s is held', async (_name, invoice, reason) => {
  const billed = await bill(stage(), invoice);
  await stage().orchestrator.collectInvoice({ ...ref(billed), mode: 'payment_request' });
  const view = await until(stage(), billed, { state: 'held' });
  expect(view.held).toMatchObject({ reason });
  expect(booksOf(stage(), billed)).toMatchObject({ requests: [], orders: [] });
  await stage().orchestrator.cancelCollection({ ...ref(billed), reason: 'test' });
  expect(await outcomeOf(stage(), billed)).toMatchObject({ outcome: 'cancelled' });
});

test('an invoice that is still finalizing waits, and is collected afterwards', async () => {
  const billed = await bill(stage(), { finalizingStatus: 'FINALIZING' });
  await stage().orchestrator.collectInvoice({ ...ref(billed), mode: 'payment_request' });
  await until(stage(), billed, { waitingFor: 'invoice_finalizing' });
  expect(booksOf(stage(), billed).requests).toEqual([]);
  await inTogai(stage(), billed, { finalizingStatus: 'FINALIZED' });
  await stage().orchestrator.sendHint(ref(billed), { evidence: 'billing', event: 'invoice.updated' });
  await until(stage(), billed, { state: 'awaiting_customer' });
  expect(booksOf(stage(), billed).requests).toMatchObject([{ status: 'issued' }]);
});

test.each([
  ['first of all', false],
  ['while the collection waits', true],
])('a payment submitted %s for an invoice that is finalizing has 20 seconds', async (_name, collected) => {
  const billed = await bill(stage(), { finalizingStatus: 'FINALIZING' });
  const { client, orchestrator } = stage();
  if (collected) {
    await orchestrator.collectInvoice({ ...ref(billed), mode: 'direct' });
    await until(stage(), billed, { waitingFor: 'invoice_finalizing' });
  }
  // The workflow itself keeps that time: this caller would wait longer than the test may take.
  const patient = new PaymentOrchestrator({ client, submitTimeoutMs: 600_000 });
  const answer = patient.submitPayment({ ...ref(billed), attemptId: 'first', payment: netbanking });
  const timers = async (): Promise<(number | undefined)[]> =>
    (await eventsOf(client, workflowIdOf(billed)).catch(() => [])).flatMap(
      ({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout?.seconds?.toNumber() ?? [],
    );
  await expect.poll(timers, { timeout: 10_000 }).toContain(20);
  await inTogai(stage(), billed, { finalizingStatus: 'FINALIZED' });
  await orchestrator.sendHint(ref(billed), { evidence: 'billing', event: 'invoice.updated' });
  expect(await answer).toMatchObject({ status: 'next_actions' });
  expect(booksOf(stage(), billed).payments).toHaveLength(1);
});
