import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptRecord, Round } from '../../contracts/collection.js';
import type { PaymentFact, RazorpayPaymentStatus } from '../../contracts/facts.js';
import type { SentReminder } from '../../contracts/reminders.js';
import { DAY, HOUR, MINUTE } from '../../domain/clock.js';
import { reminderWindows } from '../../domain/reminder-windows.js';
import { nextReminder, remindable, stepText, type ReminderSituation } from '../../domain/reminders.js';

const dueDate = Date.UTC(2026, 10, 10);
const policy = {
  ...{ days: [-3, 0, 3, 7], timeZone: 'UTC', from: '10:00', to: '19:00' },
  channels: ['email'],
} as const;
const inr = { amount: 50_000, currency: 'INR', exponent: 2 };
const round: Round = {
  ...{ round: 1, mode: 'payment_request', amount: inr, orderId: 'order_1', razorpayInvoiceId: 'inv_1' },
  ...{ shortUrl: 'https://rzp.io/i/1', orderHash: undefined, partialPayment: false, capture: 'automatic' },
  ...{ automaticExpiryMinutes: 12, manualExpiryMinutes: 7200 },
};
const request = { round: 1, razorpayInvoiceId: 'inv_1', orderId: 'order_1', shortUrl: undefined };

function situation(change: Partial<ReminderSituation> = {}): ReminderSituation {
  return {
    ...{ mode: 'payment_request', ready: true, held: undefined, closing: undefined, writtenBack: false },
    ...{ target: inr, rounds: [round], attempts: [], openedAt: dueDate - 10 * DAY },
    facts: { orders: [], foreignOrders: [], razorpayInvoices: [{ ...request, status: 'issued' }] },
    reminderPlan: { windows: reminderWindows(policy, dueDate, []), run: 'run' },
    ...change,
  };
}

function withPayment(status: RazorpayPaymentStatus, refunded = 0): ReminderSituation {
  const payment: PaymentFact = {
    ...{ paymentId: 'pay_1', orderId: 'order_1', amount: 50_000, currency: 'INR', status, refunded },
    ...{ method: 'card', createdAt: 0, attemptId: undefined, failure: undefined, differsByFeeOrOffer: false },
  };
  const order = { round: 1, orderId: 'order_1', amount: 50_000, currency: 'INR', partialPayment: false };
  const { facts } = situation();
  return situation({ facts: { ...facts, orders: [{ ...order, payments: [payment] }] } });
}

/** Looks at the situation whenever the next step is due, while `mayWork`; tells what was sent. */
function sentBy(start: ReminderSituation, from: number, mayWork: (now: number) => boolean): SentReminder[] {
  const reminders: SentReminder[] = [];
  for (let now = from; now < dueDate + 20 * DAY; now += 30 * MINUTE) {
    const next = mayWork(now) ? nextReminder({ ...start, reminders }, now) : undefined;
    if (next && next.at <= now) reminders.push({ step: next.step, at: now, channels: ['email'], failed: [] });
  }
  return reminders;
}

describe('nextReminder', () => {
  it('comes once for each step, as the day’s time begins', () => {
    const sent = sentBy(situation(), dueDate - 10 * DAY, () => true);
    expect(sent.map(({ step, at }) => [step, (at - dueDate) / HOUR])).toEqual([
      [-3, -62],
      [0, 10],
      [3, 82],
      [7, 178],
    ]);
  });

  it('leaves out steps from before the customer was asked', () => {
    const requestedAt = dueDate + 5 * HOUR;
    const sent = sentBy(situation({ requestedAt }), requestedAt, () => true);
    // The request itself was sent hours ago: the step of the due date waits for the evening.
    expect(sent.map(({ step, at }) => [step, (at - dueDate) / HOUR])).toEqual([
      [0, 17],
      [3, 82],
      [7, 178],
    ]);
    const afternoon = dueDate + 15 * HOUR;
    expect(
      sentBy(situation({ requestedAt: afternoon }), afternoon, () => true).map(({ step }) => step),
    ).toEqual([3, 7]);
  });

  it('of a due date long past sends nothing', () => {
    expect(nextReminder(situation(), dueDate + 30 * DAY)).toBeUndefined();
    const openedAt = dueDate + 8 * DAY;
    expect(nextReminder(situation({ openedAt }), openedAt)).toBeUndefined();
  });

  it('sends a missed step late, or not at all when the next one’s day has come', () => {
    const back = (hours: number) =>
      sentBy(situation(), dueDate - 10 * DAY, (now) => now >= dueDate + hours * HOUR);
    // At three in the morning of the day after: the step of the due date, at ten.
    expect(back(27).map(({ step, at }) => [step, (at - dueDate) / HOUR])).toEqual([
      [0, 34],
      [3, 82],
      [7, 178],
    ]);
    expect(back(3 * 24 + 12).map(({ step }) => step)).toEqual([3, 7]);
  });

  it('never sends twice, in a bunch, or outside the windows, however often nobody is there to send', () => {
    const outage = fc.tuple(fc.integer({ min: -240, max: 480 }), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(
        fc.array(outage, { maxLength: 6 }),
        fc.integer({ min: -240, max: 200 }),
        fc.uniqueArray(fc.integer({ min: -8, max: 12 }), { minLength: 1, maxLength: 8 }),
        (outages, requested, days) => {
          const windows = reminderWindows({ ...policy, days }, dueDate, []);
          const requestedAt = dueDate + requested * HOUR;
          const sent = sentBy(
            situation({ requestedAt, reminderPlan: { windows, run: 'run' } }),
            requestedAt,
            (now) =>
              !outages.some(([begin, long]) => {
                const hour = (now - dueDate) / HOUR;
                return hour >= begin && hour < begin + long;
              }),
          );
          expect(new Set(sent.map(({ step }) => step)).size).toBe(sent.length);
          for (const [index, { step, at }] of sent.entries()) {
            expect(at - (sent[index - 1]?.at ?? requestedAt)).toBeGreaterThanOrEqual(12 * HOUR);
            expect(
              windows.some((window) => window.step === step && window.from <= at && at < window.until),
            ).toBe(true);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('remindable', () => {
  it('names the issued request', () => {
    expect(remindable(situation())).toBe('inv_1');
    expect(remindable(withPayment('failed'))).toBe('inv_1');
    expect(remindable(withPayment('refunded', 50_000))).toBe('inv_1');
  });

  it('names a request over the rest, beside a part that was paid on another order', () => {
    const { facts } = withPayment('captured');
    const rest = { ...round, round: 2, orderId: 'order_2', amount: { ...inr, amount: 20_000 } };
    const asked = (amount: number) =>
      remindable(
        situation({
          facts,
          rounds: [{ ...round, razorpayInvoiceId: undefined }, rest],
          target: { ...inr, amount },
        }),
      );
    expect(asked(70_000)).toBe('inv_1');
    expect(asked(80_000)).toBeUndefined();
  });

  const held = { reason: 'surplus', detail: '', since: 0 } as const;
  const unpaid = situation();
  const status = (of: 'paid' | 'cancelled' | 'expired' | 'partially_paid' | 'draft'): ReminderSituation =>
    situation({ facts: { ...unpaid.facts, razorpayInvoices: [{ ...request, status: of }] } });
  const lost: AttemptRecord = {
    ...{ attemptId: 'a', contentHash: 'h', method: 'upi', submittedAt: 0, round: 1, paymentId: undefined },
    ...{ answer: { status: 'unknown', attemptId: 'a' }, standing: 'unknown' },
  };
  it.each([
    ['direct payments', situation({ mode: 'direct' })],
    ['held', situation({ held })],
    ['closing', situation({ closing: { because: 'voided', since: 0 } })],
    ['written back', situation({ writtenBack: true })],
    ['not ready', situation({ ready: false })],
    ['another amount due', situation({ target: { ...inr, amount: 40_000 } })],
    ['an attempt whose answer was lost', situation({ attempts: [lost] })],
    ['a payment under way', withPayment('created')],
    ['an authorization', withPayment('authorized')],
    ['a capture', withPayment('captured')],
    ...(['paid', 'cancelled', 'expired', 'partially_paid', 'draft'] as const).map(
      (name): [string, ReminderSituation] => [`a request that is ${name}`, status(name)],
    ),
    ['not looked at yet', situation({ facts: { ...unpaid.facts, razorpayInvoices: [] } })],
  ])('is undefined: %s', (_, against) => {
    expect(remindable(against)).toBeUndefined();
    expect(nextReminder(against, dueDate)).toBeUndefined();
  });
});

describe('stepText', () => {
  it('says it in words', () => {
    expect([-3, -1, 0, 1, 7].map(stepText)).toEqual([
      '3 days before the due date',
      '1 day before the due date',
      'on the due date',
      '1 day after the due date',
      '7 days after the due date',
    ]);
  });
});
