import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CollectionView } from '../../contracts/collection.js';
import { DAY, HOUR, MINUTE } from '../../domain/clock.js';
import { floodIntoNextRun, setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { bill, booksOf, inTogai, outcomeOf, person, ref, until, type Billed } from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage({
    reminders: {
      ...{ days: [-3, 0, 3, 7], timeZone: 'Asia/Kolkata', from: '10:00', to: '19:00' },
      channels: ['email', 'sms'],
    },
  });
});
afterAll(() => stage.close());

interface Asked extends Billed {
  readonly shortUrl: string;
  readonly requestId: string;
  /** Midnight in India of the due date, Unix milliseconds. */
  readonly dueDay: number;
}

/** A payment request that is due in five days, at noon in India. */
async function ask(country = 'IN'): Promise<Asked> {
  const now = stage.simulator.clock.now();
  const india = 5.5 * HOUR;
  const dueDay = Math.floor((now + india) / DAY) * DAY - india + 5 * DAY;
  const accountId = await stage.togai.account({ ...person(), currency: 'INR', country });
  const invoice = await bill(stage, { accountId, dueDate: new Date(dueDay + DAY / 2).toISOString() });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage, invoice, { state: 'awaiting_customer' });
  const { shortUrl = '', razorpayInvoiceId: requestId = '' } = rounds[0] ?? {};
  return { ...invoice, shortUrl, requestId, dueDay };
}

/** Lets time pass until so many hours after midnight, so many days after the due date. */
async function passUntil({ dueDay }: Asked, days: number, hours: number): Promise<void> {
  const wanted = dueDay + days * DAY + hours * HOUR;
  await stage.pass(`${Math.ceil((wanted - stage.simulator.clock.now()) / MINUTE)} minutes`);
}

/** What the simulated provider itself sent: `medium, days from the due date, hour`, without the request's own notice. */
function sentTo({ requestId, dueDay }: Asked): string[] {
  return stage.simulator.razorpay.state.notifications
    .filter(({ invoiceId }) => invoiceId === requestId)
    .slice(1)
    .map(({ medium, at }) => {
      const day = Math.floor((at - dueDay) / DAY);
      return `${medium} ${day} ${Math.floor((at - dueDay - day * DAY) / HOUR)}h`;
    });
}

function both(...days: number[]): string[] {
  return days.flatMap((day) => [`email ${day} 10h`, `sms ${day} 10h`]);
}

function stateOf(invoice: Billed): Promise<CollectionView> {
  return stage.orchestrator.getState(ref(invoice));
}

test('each step is sent once, at its time of day, and shown', async () => {
  const invoice = await ask();
  expect(await stateOf(invoice)).toMatchObject({ reminders: [] });
  await passUntil(invoice, 0, 9);
  expect(sentTo(invoice)).toEqual(both(-3));
  expect(await stateOf(invoice)).toMatchObject({
    reminders: [{ step: -3, channels: ['email', 'sms'], failed: [] }],
    nextReminder: invoice.dueDay + 10 * HOUR,
  });
  await passUntil(invoice, 12, 0);
  expect(sentTo(invoice)).toEqual(both(-3, 0, 3, 7));
  const { reminders, nextReminder } = await stateOf(invoice);
  expect(reminders.map(({ step }) => step)).toEqual([-3, 0, 3, 7]);
  expect(nextReminder).toBeUndefined();
  // The same request all the time.
  expect(booksOf(stage, invoice).requests).toMatchObject([{ id: invoice.requestId, status: 'issued' }]);
});

test('a customer elsewhere is reminded at their own time of day', async () => {
  const inSingapore = await ask('SG');
  await passUntil(inSingapore, 1, 0);
  // Ten in the morning there is half past seven in India.
  expect(sentTo(inSingapore)).toEqual(['email -3 7h', 'sms -3 7h', 'email 0 7h', 'sms 0 7h']);
});

test('whoever pays just before a reminder gets none, although no webhook told of it', async () => {
  const invoice = await ask();
  await passUntil(invoice, 0, 9.9);
  await stage.customer.payHostedInvoice(invoice.shortUrl, { method: 'card', outcome: 'success' });
  await passUntil(invoice, 4, 0);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
  // Razorpay would have refused: it was not even tried.
  expect((await stateOf(invoice)).reminders).toMatchObject([{ step: -3 }]);
  expect(sentTo(invoice)).toEqual(both(-3));
});

test('an invoice voided in Togai just before a reminder gets none, although nobody told of it', async () => {
  const invoice = await ask();
  await passUntil(invoice, 0, 9.9);
  await inTogai(stage, invoice, { status: 'VOID' });
  await passUntil(invoice, 8, 0);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'nothing_to_collect' });
  expect(sentTo(invoice)).toEqual(both(-3));
});

test('a lost answer counts as sent, and a lost message is not sent later', async () => {
  const invoice = await ask();
  const path = `/invoices/${invoice.requestId}/notify_by`;
  const { faults } = stage.simulator;
  faults.add({ provider: 'razorpay', path: `${path}/email`, kind: 'dropped_answer', times: 1 });
  faults.add({ provider: 'razorpay', path: `${path}/sms`, kind: 'dropped_request', times: 1 });
  await passUntil(invoice, 0, 9);
  expect(sentTo(invoice)).toEqual(['email -3 10h']);
  await passUntil(invoice, 1, 0);
  expect(sentTo(invoice)).toEqual(['email -3 10h', ...both(0)]);
});

test('a due date that moves takes the steps with it that were not sent', async () => {
  const invoice = await ask();
  await passUntil(invoice, -3, 12);
  await inTogai(stage, invoice, { dueDate: new Date(invoice.dueDay + 2.5 * DAY).toISOString() });
  await passUntil(invoice, 6, 0);
  expect(sentTo(invoice)).toEqual(both(-3, 2, 5));
});

test('a cancelled collection reminds nobody', async () => {
  const invoice = await ask();
  await passUntil(invoice, -1, 0);
  await stage.orchestrator.cancelCollection({ ...ref(invoice), reason: 'sold in the shop' });
  await passUntil(invoice, 4, 0);
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'cancelled' });
  expect(sentTo(invoice)).toEqual(both(-3));
});

test('the next run of a long history goes on with the steps', async () => {
  const invoice = await ask();
  await passUntil(invoice, -3, 12);
  await floodIntoNextRun(stage, invoice);
  await passUntil(invoice, 1, 0);
  expect(sentTo(invoice)).toEqual(both(-3, 0));
  expect((await stateOf(invoice)).reminders.map(({ step }) => step)).toEqual([-3, 0]);
});
