import { afterAll, expect, test } from 'vitest';
import { DAY } from '../../domain/clock.js';
import { createSimulatorClock } from '../../testbed/simulator/clock.js';
import { bill, ref, until, useStage, type Billed } from '../flows/support/shop.js';
import {
  completedTask,
  eventsOf,
  resetTo,
  runIdOf,
  terminate,
  workflowIdOf,
  type HistoryEvent,
} from './support/runs.js';

// Six seconds a day: the server that can leap cannot reset.
const time = { startMs: Date.now(), timeScale: 14_400 };
const clock = createSimulatorClock(time);
const stage = useStage({
  time,
  simulator: { clock },
  policy: {
    firstLookSeconds: 3600,
    reminders: { days: [0], timeZone: 'UTC', from: '00:00', to: '23:59', channels: ['email'] },
  },
});
afterAll(() => clock.close());

const patience = { timeout: 60_000, interval: 100 };

interface Asked extends Billed {
  readonly sent: () => number;
  /** Midnight of the due date, Unix milliseconds of business time. */
  readonly dueDay: number;
}

/** Asks for an invoice due in three days, which even a busy machine asks for in time, and waits until the customer was told of it twice: by the request, and once more. */
async function remindedOnce(): Promise<Asked> {
  const dueDay = Math.floor(clock.now() / DAY) * DAY + 3 * DAY;
  const invoice = await bill(stage(), { dueDate: new Date(dueDay).toISOString() });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
  const { notifications } = stage().simulator.razorpay.state;
  const sent = (): number =>
    notifications.filter(({ invoiceId }) => invoiceId === rounds[0]?.razorpayInvoiceId).length;
  await expect.poll(sent, patience).toBe(2);
  return { ...invoice, sent, dueDay };
}

/** Until the time in which the step might still be sent, late, is over. */
async function windowsAreOver({ dueDay }: Asked): Promise<void> {
  await expect.poll(() => clock.now(), patience).toBeGreaterThan(dueDay + 3 * DAY);
}

const announces = (event: HistoryEvent): boolean =>
  event.activityTaskScheduledEventAttributes?.activityType?.name === 'notifyPaymentRequest';
test(
  'a collection reset to any step since its request does not repeat a reminder it has forgotten',
  { timeout: 120_000 },
  async () => {
    const invoice = await remindedOnce();
    const workflowId = workflowIdOf(invoice);
    const runId = await runIdOf(stage().client, workflowId);
    const events = await eventsOf(stage().client, workflowId, runId);
    const steps = events.slice(events.findIndex(announces)).filter(completedTask);
    expect(steps.length).toBeGreaterThan(3);
    for (const step of steps.reverse()) {
      await resetTo(stage().client, workflowId, runId, step);
      await expect
        .poll(async () => (await stage().orchestrator.getState(ref(invoice))).nextReminder, patience)
        .toBeUndefined();
    }
    await windowsAreOver(invoice);
    expect(invoice.sent()).toBe(2);
    await until(stage(), invoice, { state: 'awaiting_customer' });
  },
);

test(
  'a collection terminated and started again does not repeat a reminder',
  { timeout: 120_000 },
  async () => {
    const invoice = await remindedOnce();
    await terminate(stage(), invoice);
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
    await windowsAreOver(invoice);
    expect(invoice.sent()).toBe(2);
    const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
    expect(rounds).toHaveLength(1);
  },
);
