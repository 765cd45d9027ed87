import { test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../domain/clock.js';
import { atTheBank, bill, hint, intent, netbanking, pay, ref, until, urlOf } from '../flows/support/shop.js';
import type { Billed } from '../flows/support/shop.js';
import { recordEnd, useRecordedLeapingStage } from './recording.js';

const leaping = useRecordedLeapingStage({
  ...{ downtimes: 'hold', downtimeHoldMinutes: 30, firstLookSeconds: 3_600 },
  reminders: { days: [0], timeZone: 'UTC', from: '10:00', to: '19:00', channels: ['email'] },
});

/** An attempt that waits for the end of a downtime. */
async function heldAttempt(): Promise<{ readonly invoice: Billed; readonly resolve: () => void }> {
  const stage = leaping();
  // Past what was told of downtimes before.
  await stage.pass('2 minutes');
  const { razorpay } = stage.simulator;
  const { id } = razorpay.startDowntime({
    ...{ method: 'netbanking', instrument: { bank: 'HDFC' }, severity: 'high' },
  });
  const invoice = await bill(stage);
  await stage.orchestrator.submitPayment({ ...ref(invoice), attemptId: 'first', payment: netbanking });
  await until(stage, invoice, { waitingFor: 'the_downtime_to_end' });
  return { invoice, resolve: () => razorpay.changeDowntime(id, { status: 'resolved' }) };
}

test('an attempt held by a downtime, asked after once, then sent', async () => {
  const stage = leaping();
  const { invoice, resolve } = await heldAttempt();
  await stage.pass('6 minutes');
  await until(stage, invoice, { attempts: [{ standing: 'held_by_downtime' }] });
  resolve();
  await stage.pass('6 minutes');
  await atTheBank(stage, await pay(stage, invoice, 'first'), 'success');
  await recordEnd(stage, 'attempt-held-by-downtime', invoice);
});

test('another attempt in its place, which fails: the held one is not sent all the same', async () => {
  const stage = leaping();
  const { invoice, resolve } = await heldAttempt();
  const second = await pay(stage, invoice, 'second', intent, { replace: true });
  resolve();
  await stage.customer.approveIntent(urlOf(second, 'intent'), 'failure');
  await hint(stage, invoice);
  await until(stage, invoice, {
    failures: [{ paymentId: second.paymentId }],
    attempts: [{ standing: 'refused' }, {}],
  });
  await stage.pass('6 minutes');
  await hint(stage, invoice);
  await atTheBank(stage, await pay(stage, invoice, 'third'), 'success');
  await recordEnd(stage, 'attempt-held-by-downtime-withdrawn', invoice);
});

test('a reminder that waits while a method is down', async () => {
  const stage = leaping();
  const { clock, razorpay } = stage.simulator;
  const dueDay = Math.floor(clock.now() / DAY) * DAY + DAY;
  const passUntil = (hours: number): Promise<void> =>
    stage.pass(`${Math.ceil((dueDay + hours * HOUR - clock.now()) / MINUTE)} minutes`);
  const invoice = await bill(stage, { dueDate: new Date(dueDay).toISOString() });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage, invoice, { state: 'awaiting_customer' });
  await passUntil(9.9);
  const { id } = razorpay.startDowntime({ method: 'upi', instrument: { psp: 'ALL' }, severity: 'high' });
  await passUntil(10.7);
  await until(stage, invoice, { reminders: [], reminderDowntime: { method: 'upi' } });
  razorpay.changeDowntime(id, { status: 'resolved' });
  await passUntil(11.2);
  await until(stage, invoice, { reminders: [{ step: 0 }] });
  await stage.customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await recordEnd(stage, 'reminder-waits-for-downtime', invoice);
});
