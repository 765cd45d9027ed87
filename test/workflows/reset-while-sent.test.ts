import { afterAll, expect, test } from 'vitest';
import { openGate } from '../flows/support/gate.js';
import { harmNext } from '../flows/support/harm.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import {
  completedTask,
  eventsOf,
  resetPresent,
  taskBehind,
  workflowIdOf,
  type HistoryEvent,
} from './support/runs.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

async function waiting(): Promise<Billed> {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  return invoice;
}

/** A payment that Razorpay has not made yet, of a run that was reset. */
interface OnItsWay {
  arrive(): Promise<void>;
}

function submit(invoice: Billed): void {
  const attempt = { ...ref(invoice), attemptId: 'sent', payment: netbanking };
  // Its caller may be told that nobody answers.
  stage()
    .orchestrator.submitPayment(attempt)
    .catch(() => undefined);
}

function historyOf(invoice: Billed): Promise<HistoryEvent[]> {
  return eventsOf(stage().client, workflowIdOf(invoice));
}

/** To before it was asked for: Temporal asks the run for it again, as it does the others. */
async function resetBefore(invoice: Billed): Promise<OnItsWay> {
  const broken = gate.breakNext('/v1/orders');
  submit(invoice);
  const sent = await broken;
  const events = await historyOf(invoice);
  const accepted = events.findLastIndex((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
  await resetPresent(stage(), invoice, events.slice(0, accepted).findLast(completedTask));
  return sent;
}

/** To behind the step that sent it: Temporal does that one again. */
async function resetBehind(invoice: Billed): Promise<OnItsWay> {
  const payments = booksOf(stage(), invoice).payments.length;
  const isOnItsWay = harmNext(stage(), {
    ...{ provider: 'razorpay', method: 'POST', path: '/orders', kind: 'latency', delayMs: 4_000 },
  });
  submit(invoice);
  await isOnItsWay(10_000);
  await hint(stage(), invoice);
  const behind = async () => taskBehind(await historyOf(invoice), 'createOrderWithPayment');
  await expect.poll(behind, { timeout: 3_000 }).toBeDefined();
  await resetPresent(stage(), invoice, await behind());
  const made = () => booksOf(stage(), invoice).payments.length;
  return { arrive: () => expect.poll(made, { timeout: 10_000 }).toBe(payments + 1) };
}

const resets = [
  ['before it was asked for', resetBefore],
  ['behind the step that sent it', resetBehind],
] as const;

const attempts = [
  ['a first payment', waiting],
  ['a further payment', failedOnce],
] as const;

/** One payment has failed, so that the round's order is known. */
async function failedOnce(): Promise<Billed> {
  const invoice = await waiting();
  await atTheBank(stage(), await pay(stage(), invoice, 'failed'), 'failure');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'awaiting_attempt', failures: [{ attemptId: 'failed' }] });
  return invoice;
}

const cases = attempts.flatMap(([which, begin]) =>
  resets.map(([where, again]) => [which, where, begin, again] as const),
);

test.each(cases)(
  '%s that is on its way while its collection is reset to %s is looked for, and not sent again',
  async (_which, _where, begin, again) => {
    const invoice = await begin();
    const before = booksOf(stage(), invoice).payments.length;
    const sent = await again(invoice);
    await until(stage(), invoice, {
      attempts: expect.arrayContaining([
        expect.objectContaining({ attemptId: 'sent', standing: 'searching' }),
      ]) as unknown[],
    });
    expect(booksOf(stage(), invoice).payments).toHaveLength(before);
    await sent.arrive();
    const { payments } = booksOf(stage(), invoice);
    expect(payments).toHaveLength(before + 1);
    const paymentId = payments.find(({ status }) => status === 'created')?.id ?? '';
    await hint(stage(), invoice);
    await until(stage(), invoice, { paymentIds: expect.arrayContaining([paymentId]) as string[] });
    stage().simulator.razorpay.lateAuthorize(paymentId);
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);

test('a payment that is asked for after the reset is sent at once', async () => {
  const invoice = await failedOnce();
  await resetPresent(stage(), invoice, (await historyOf(invoice)).findLast(completedTask));
  const answer = await pay(stage(), invoice, 'second');
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});
