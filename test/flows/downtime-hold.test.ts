import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import type { PaymentForm } from '../../contracts/requests.js';
import { MINUTE } from '../../domain/clock.js';
import { floodIntoNextRun, setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import {
  atTheBank,
  bill,
  booksOf,
  card,
  intent,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  type Billed,
} from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage({ downtimes: 'hold', downtimeHoldMinutes: 30, maxAttempts: 1 });
});
afterAll(() => stage.close());

let begun: string[] = [];
afterEach(() => {
  for (const id of begun) stage.simulator.razorpay.changeDowntime(id, { status: 'resolved' });
  begun = [];
});

async function beginDowntime(
  method: 'netbanking' | 'card' | 'upi',
  instrument: Readonly<Record<string, string>>,
  severity: 'high' | 'medium' = 'high',
): Promise<() => void> {
  // Past what was told for the test before.
  await stage.pass('2 minutes');
  const { id } = stage.simulator.razorpay.startDowntime({ method, instrument, severity });
  begun.push(id);
  return () => {
    begun = [];
    stage.simulator.razorpay.changeDowntime(id, { status: 'resolved' });
  };
}

function submit(
  invoice: Billed,
  attemptId: string,
  payment: PaymentForm = netbanking,
  replace = false,
): Promise<SubmitPaymentAnswer> {
  return stage.orchestrator.submitPayment({ ...ref(invoice), attemptId, payment, replace });
}

test('an attempt is held before anything is sent, and sent when the downtime ends', async () => {
  const resolve = await beginDowntime('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  const held = await submit(invoice, 'first');
  expect(held).toMatchObject({
    ...{ status: 'held_by_downtime', attemptId: 'first' },
    downtime: {
      severity: 'high',
      instrument: { bank: 'HDFC' },
      healthyMethods: ['card', 'netbanking', 'upi'],
    },
  });
  expect(await submit(invoice, 'first')).toEqual(held);
  const state = await until(stage, invoice, { waitingFor: 'the_downtime_to_end' });
  expect(state).toMatchObject({ state: 'awaiting_attempt', attempts: [{ standing: 'held_by_downtime' }] });
  const { currentDetails } = await stage.client.workflow
    .getHandle(workflowIdOf(invoice))
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toContain('attempt first held by a downtime');
  await stage.pass('11 minutes');
  expect(await submit(invoice, 'first')).toEqual(held);
  expect(booksOf(stage, invoice).orders).toEqual([]);

  resolve();
  await stage.pass('6 minutes');
  const sent = await pay(stage, invoice, 'first');
  expect(booksOf(stage, invoice).payments).toHaveLength(1);
  await atTheBank(stage, sent, 'success');
  await stage.pass('5 minutes');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', attempts: 1 });
});

test('it is sent all the same when the limit has passed', async () => {
  await beginDowntime('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  const held = await submit(invoice, 'first');
  if (held.status !== 'held_by_downtime') throw new Error(held.status);
  expect(Math.abs(held.until - stage.simulator.clock.now() - 30 * MINUTE)).toBeLessThan(MINUTE);
  await stage.pass('29 minutes');
  expect(booksOf(stage, invoice).orders).toEqual([]);
  await stage.pass('2 minutes');
  // The simulated gateway is down with it.
  expect(await submit(invoice, 'first')).toMatchObject({ status: 'refused', downtime: { severity: 'high' } });
  expect(booksOf(stage, invoice).payments).toHaveLength(1);
});

test('one by card is refused with the advice, and uses up no attempt', async () => {
  await beginDowntime('card', { network: 'VISA' });
  const invoice = await bill(stage);
  expect(await submit(invoice, 'by-card', card())).toMatchObject({
    ...{ status: 'refused', refusal: { code: 'DOWNTIME', class: 'use_another', concerns: 'instrument' } },
    downtime: { method: 'card', instrument: { network: 'VISA' } },
  });
  expect(booksOf(stage, invoice).orders).toEqual([]);
  await stage.pass('40 minutes');
  expect(booksOf(stage, invoice).orders).toEqual([]);
  await pay(stage, invoice, 'by-bank');
});

test('another attempt takes its place, when the caller says so, and the held one is never sent', async () => {
  const resolve = await beginDowntime('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  await submit(invoice, 'first');
  await expect(submit(invoice, 'second', intent)).rejects.toMatchObject({ code: 'ATTEMPT_OPEN' });
  await pay(stage, invoice, 'second', intent, { replace: true });
  resolve();
  await stage.pass('40 minutes');
  expect(booksOf(stage, invoice).payments).toMatchObject([{ method: 'upi' }]);
  expect(await submit(invoice, 'first')).toMatchObject({ status: 'refused', refusal: { code: 'DOWNTIME' } });
});

test('a cancelled collection never sends what was held', async () => {
  const resolve = await beginDowntime('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  await submit(invoice, 'first');
  await stage.orchestrator.cancelCollection({ ...ref(invoice), reason: 'sold in the shop' });
  resolve();
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'cancelled' });
  expect(booksOf(stage, invoice).orders).toEqual([]);
  const { attempts } = await stage.orchestrator.getState(ref(invoice));
  expect(attempts).toMatchObject([
    { standing: 'refused', answer: { refusal: { code: 'COLLECTION_CLOSING' } } },
  ]);
});

test('a mild downtime, or one that may be another’s, holds nothing', async () => {
  await beginDowntime('netbanking', { bank: 'HDFC' }, 'medium');
  expect((await pay(stage, await bill(stage), 'first')).downtime).toMatchObject({ severity: 'medium' });
  await beginDowntime('upi', { psp: 'bhim' });
  expect((await pay(stage, await bill(stage), 'first', intent)).downtime).toMatchObject({ certain: false });
});

test('the next run of a long history still holds it, and sends it', async () => {
  const resolve = await beginDowntime('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  await submit(invoice, 'first');
  await floodIntoNextRun(stage, invoice);
  expect(await submit(invoice, 'first')).toMatchObject({ status: 'held_by_downtime' });
  resolve();
  await stage.pass('6 minutes');
  await pay(stage, invoice, 'first');
  expect(booksOf(stage, invoice).payments).toHaveLength(1);
});

test('what a person has to decide first keeps it waiting, and its id taken', async () => {
  const resolve = await beginDowntime('netbanking', { bank: 'HDFC' });
  const invoice = await bill(stage);
  const held = await submit(invoice, 'first');
  stage.gate.answer('/v1/orders', 400);
  await stage.orchestrator.lookAgain(ref(invoice));
  await until(stage, invoice, { state: 'held' });
  resolve();
  await stage.pass('40 minutes');
  expect(await submit(invoice, 'first')).toEqual(held);
  await expect(submit(invoice, 'first', intent)).rejects.toMatchObject({ code: 'ATTEMPT_ID_REUSED' });
  expect(booksOf(stage, invoice).orders).toEqual([]);

  stage.gate.answer('/v1/orders', undefined);
  await stage.orchestrator.lookAgain(ref(invoice));
  await expect.poll(() => booksOf(stage, invoice).payments, { timeout: 20_000 }).toHaveLength(1);
  await pay(stage, invoice, 'first');
});
