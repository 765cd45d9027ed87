import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../domain/clock.js';
import type { DowntimeWish } from '../../testbed/simulator/razorpay/downtimes.js';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { workflowIdOf } from '../workflows/support/runs.js';
import { bill, ref, until, type Billed } from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage({
    reminders: {
      ...{ days: [0, 1], timeZone: 'Asia/Kolkata', from: '10:00', to: '19:00' },
      channels: ['email'],
    },
  });
});
afterAll(() => stage.close());

const upi: DowntimeWish = { method: 'upi', instrument: { psp: 'ALL' }, severity: 'high' };

const lost = { provider: 'razorpay', kind: 'dropped_request', times: 1 } as const;

interface Asked extends Billed {
  /** Midnight in India of the due date, Unix milliseconds. */
  readonly dueDay: number;
}

/** A payment request that is due in two days. */
async function ask(): Promise<Asked> {
  const india = 5.5 * HOUR;
  const dueDay = Math.floor((stage.simulator.clock.now() + india) / DAY) * DAY - india + 2 * DAY;
  const invoice = await bill(stage, { dueDate: new Date(dueDay + DAY / 2).toISOString() });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage, invoice, { state: 'awaiting_customer' });
  return { ...invoice, dueDay };
}

async function passUntil({ dueDay }: Asked, hours: number): Promise<void> {
  const wanted = dueDay + hours * HOUR;
  await stage.pass(`${Math.ceil((wanted - stage.simulator.clock.now()) / MINUTE)} minutes`);
}

/** Hours after midnight of the due date at which the customer was reminded. */
async function remindedAt(invoice: Asked): Promise<(readonly [step: number, hours: number])[]> {
  const { reminders } = await stage.orchestrator.getState(ref(invoice));
  return reminders.map(({ step, at }) => [step, Math.floor((2 * (at - invoice.dueDay)) / HOUR) / 2]);
}

test('a reminder waits while a whole method is down, is shown to wait, and is sent soon after', async () => {
  const invoice = await ask();
  await passUntil(invoice, 9.9);
  const { id } = stage.simulator.razorpay.startDowntime(upi);
  await passUntil(invoice, 12.2);
  expect(await remindedAt(invoice)).toEqual([]);
  const state = await stage.orchestrator.getState(ref(invoice));
  expect(state).toMatchObject({
    reminderDowntime: { severity: 'high', method: 'upi', healthyMethods: ['card', 'netbanking'] },
  });
  expect(state.nextReminder).toBeGreaterThan(stage.simulator.clock.now());
  expect(state.nextReminder).toBeLessThanOrEqual(stage.simulator.clock.now() + 30 * MINUTE);
  const { currentDetails } = await stage.client.workflow
    .getHandle(workflowIdOf(invoice))
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toContain('unless the downtime of upi (psp ALL) lasts');

  stage.simulator.razorpay.changeDowntime(id, { status: 'resolved' });
  await passUntil(invoice, 13.2);
  expect(await remindedAt(invoice)).toEqual([[0, 12.5]]);
  expect(await stage.orchestrator.getState(ref(invoice))).not.toHaveProperty('reminderDowntime');
});

test('a step whose time is over when the downtime ends gives way to the next', async () => {
  const invoice = await ask();
  await passUntil(invoice, 9.9);
  const { id } = stage.simulator.razorpay.startDowntime(upi);
  await passUntil(invoice, 20);
  stage.simulator.razorpay.changeDowntime(id, { status: 'resolved' });
  await passUntil(invoice, 48);
  expect(await remindedAt(invoice)).toEqual([[1, 34]]);
});

test('a downtime of one bank, or a mild one, holds nobody’s reminder', async () => {
  const invoice = await ask();
  await passUntil(invoice, 9.9);
  const mild = stage.simulator.razorpay.startDowntime({ ...upi, severity: 'medium' });
  const bank = stage.simulator.razorpay.startDowntime({
    ...{ method: 'netbanking', instrument: { bank: 'HDFC' }, severity: 'high' },
  });
  await passUntil(invoice, 11);
  expect(await remindedAt(invoice)).toEqual([[0, 10]]);
  for (const { id } of [mild, bank]) stage.simulator.razorpay.changeDowntime(id, { status: 'resolved' });
});

test('while Razorpay does not tell its downtimes, customers are reminded all the same', async () => {
  const invoice = await ask();
  await passUntil(invoice, 9.9);
  const { id } = stage.simulator.razorpay.startDowntime(upi);
  stage.simulator.faults.add({ ...lost, path: '/payments/downtimes' });
  await passUntil(invoice, 11);
  stage.simulator.razorpay.changeDowntime(id, { status: 'resolved' });
  expect(await remindedAt(invoice)).toEqual([[0, 10]]);
});
