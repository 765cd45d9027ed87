import { afterAll, beforeAll, expect, test } from 'vitest';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import {
  atRazorpay,
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  type Billed,
} from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage();
});
afterAll(() => stage.close());

/** A paid collection whose next marks Togai accepts and forgets. */
async function paidWithLostMarks(lost: number): Promise<Billed> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await atTheBank(stage, answer, 'success');
  stage.simulator.togai.loseNextUpdates(lost);
  await hint(stage, invoice);
  await until(stage, invoice, {
    state: 'captured',
    waitingFor: 'togai_to_show_the_mark',
    amountPaid: 50_000,
  });
  return invoice;
}

function marksOf(invoice: Billed): readonly string[] {
  return booksOf(stage, invoice).writes.map(({ kind }) => kind);
}

test('a mark that Togai accepts and forgets is made again soon, without a person', async () => {
  const invoice = await paidWithLostMarks(1);
  expect(booksOf(stage, invoice).togai).toBe('DUE');
  await stage.pass('2 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage, invoice)).toMatchObject({ togai: 'PAID', kept: 50_000, refunds: [] });
  expect(marksOf(invoice)).toEqual(['lost', 'status']);
});

test('hints meanwhile make no other mark before the first has had its time', async () => {
  const invoice = await paidWithLostMarks(2);
  const { nextLook, looks } = await stage.orchestrator.getState(ref(invoice));
  for (let more = 1; more <= 3; more += 1) {
    await hint(stage, invoice);
    await until(stage, invoice, { waitingFor: 'togai_to_show_the_mark', looks: looks + more, nextLook });
  }
  expect(marksOf(invoice)).toEqual(['lost']);
  await stage.pass('2 minutes');
  await expect.poll(() => marksOf(invoice)).toEqual(['lost', 'lost']);
  await stage.pass('6 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
  expect(marksOf(invoice)).toEqual(['lost', 'lost', 'status']);
});

test('one that shows late is not made again', async () => {
  const invoice = await paidWithLostMarks(1);
  await inTogai(stage, invoice, { status: 'PAID' });
  await stage.pass('2 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(marksOf(invoice)).toEqual(['lost']);
});

test('an invoice that was voided meanwhile is not marked again', async () => {
  const invoice = await paidWithLostMarks(1);
  await inTogai(stage, invoice, { status: 'VOID' });
  await stage.pass('2 minutes');
  await until(stage, invoice, { held: { reason: 'invoice_changed' } });
  expect(marksOf(invoice)).toEqual(['lost']);
});

test('marks that are forgotten again and again wait for a person, and are made when asked', async () => {
  const invoice = await paidWithLostMarks(100);
  await stage.pass('30 minutes');
  await until(stage, invoice, { held: { reason: 'write_back_unverified' } });
  expect(marksOf(invoice)).toEqual(['lost', 'lost', 'lost', 'lost']);
  stage.simulator.togai.loseNextUpdates(0);
  await hint(stage, invoice);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
  expect(marksOf(invoice)).toEqual(['lost', 'lost', 'lost', 'lost', 'status']);
});

test('one that shows when the payment it names went back, and another is kept, waits for a person', async () => {
  const invoice = await bill(stage);
  const first = await pay(stage, invoice, 'first');
  await atTheBank(stage, first, 'success');
  stage.simulator.togai.loseNextUpdates(1);
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'captured', waitingFor: 'togai_to_show_the_mark' });
  await atRazorpay(stage, `/payments/${first.paymentId}/refund`, {});
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'awaiting_attempt' });
  const second = await pay(stage, invoice, 'second');
  await atTheBank(stage, second, 'success');
  await inTogai(stage, invoice, { status: 'PAID' });
  const { looks } = await stage.orchestrator.getState(ref(invoice));
  await hint(stage, invoice);
  await until(stage, invoice, { state: 'captured', waitingFor: 'togai_to_show_the_mark' });
  await stage.pass('2 minutes');
  const held = await until(stage, invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  expect(held.looks).toBeLessThan(looks + 10);
  expect(booksOf(stage, invoice)).toMatchObject({ togai: 'PAID', kept: 50_000 });
});
