import { afterAll, beforeAll, expect, test } from 'vitest';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { keptInTogai } from './support/late.js';
import { paidInvoice, type Paid } from './support/settling.js';
import { booksOf, hint, inTogai, outcomeOf, ref, until } from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage({ lateWindowDays: 0 });
});
afterAll(() => stage.close());

/** The merchant wants everything back, and Togai accepts and forgets the next changes of the invoice. */
async function refundedWithLostMarks(lost: number): Promise<Paid> {
  const invoice = await paidInvoice(stage);
  const { paymentId } = invoice;
  stage.simulator.togai.loseNextUpdates(lost);
  await stage.orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: `return-${lost}` });
  await expect.poll(() => booksOf(stage, invoice).refunds.length, { timeout: 20_000 }).toBe(1);
  await stage.pass('1 minutes');
  return invoice;
}

function writesOf(invoice: Paid): readonly string[] {
  return booksOf(stage, invoice).writes.map(({ kind }) => kind);
}

test('that an invoice was refunded is told again when Togai forgets it', async () => {
  const invoice = await refundedWithLostMarks(1);
  await until(stage, invoice, { state: 'refunding', waitingFor: 'togai_to_show_the_mark' });
  await stage.pass('2 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  const { refunds, kept, togai } = booksOf(stage, invoice);
  expect({ kept, togai, refunds: refunds.length }).toEqual({
    ...{ kept: 0, togai: 'REFUND_INITIATED', refunds: 1 },
  });
  expect(writesOf(invoice)).toEqual(['status', 'lost', 'status']);
});

test('hints meanwhile do not make it told again sooner', async () => {
  const invoice = await refundedWithLostMarks(2);
  const waits = { state: 'refunding', waitingFor: 'togai_to_show_the_mark' };
  const { nextLook, looks } = await until(stage, invoice, waits);
  for (let more = 1; more <= 3; more += 1) {
    await hint(stage, invoice);
    await until(stage, invoice, { ...waits, looks: looks + more, nextLook });
  }
  expect(writesOf(invoice)).toEqual(['status', 'lost']);
  await stage.pass('2 minutes');
  await stage.pass('6 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  expect(writesOf(invoice)).toEqual(['status', 'lost', 'lost', 'status']);
});

test('what shows late is not told again', async () => {
  const invoice = await refundedWithLostMarks(1);
  await until(stage, invoice, { state: 'refunding', waitingFor: 'togai_to_show_the_mark' });
  await inTogai(stage, invoice, { status: 'REFUND_COMPLETED' });
  await stage.pass('2 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  expect(booksOf(stage, invoice).togai).toBe('REFUND_COMPLETED');
});

test('Togai never takes that an invoice was refunded: the money goes back all the same, and the outcome says so', async () => {
  const invoice = await refundedWithLostMarks(100);
  await stage.pass('30 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  await until(stage, invoice, { state: 'ended' });
  const { refunds, kept, togai } = booksOf(stage, invoice);
  expect({ kept, togai, refunds: refunds.length }).toEqual({ kept: 0, togai: 'PAID', refunds: 1 });
  expect(writesOf(invoice)).toEqual(['status', 'lost', 'lost', 'lost', 'lost']);
  expect(keptInTogai(stage, invoice)).toMatchObject({
    ...{ outcome: 'refunded', keptPaymentIds: [], markedPaid: true },
  });
  stage.simulator.togai.loseNextUpdates(0);
});
